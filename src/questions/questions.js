// Makes the questions of a page answerable; not written yet.
