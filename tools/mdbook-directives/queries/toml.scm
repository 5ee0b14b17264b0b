; What is coloured in TOML. The capture is the class in the page; a later
; pattern wins over an earlier one.

(table [(bare_key) (quoted_key) (dotted_key)] @ty)
(table_array_element [(bare_key) (quoted_key) (dotted_key)] @ty)
(pair [(bare_key) (quoted_key) (dotted_key)] @fn)

(string) @str
(escape_sequence) @esc

[
  (boolean) (integer) (float)
  (offset_date_time) (local_date_time) (local_date) (local_time)
] @num

(comment) @com
