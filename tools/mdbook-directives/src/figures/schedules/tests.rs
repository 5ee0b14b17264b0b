use super::*;
use book_content::schedules::Thread;

const DATA: &str = r#"{
  "version": 1, "complete": true, "limit": null, "assumptions": ["sleeping orders nothing"],
  "schedules": "1234567",
  "endings": [
    {"kind": "exit", "code": 0, "stdout": "a <b>\nc\n", "stderr": "", "abandoned": ["thread 1"],
     "schedules": "1", "threads": [{"name": "main", "line": null}, {"name": "thread 1", "line": 2}],
     "steps": [
       {"thread": 0, "op": "spawn", "object": "thread 1", "child": 1, "line": 1, "value": null, "waits_for": null},
       {"thread": 1, "op": "send", "object": "tx", "line": 2, "value": "7", "waits_for": null},
       {"thread": 0, "op": "receive", "object": "tx", "line": 3, "value": "7", "waits_for": null},
       {"thread": 0, "op": "print", "object": null, "line": 3, "value": "a <b>\nc\n", "waits_for": null}]},
    {"kind": "deadlock", "code": null, "stdout": "", "stderr": "", "abandoned": [],
     "schedules": "2", "threads": [{"name": "main", "line": null}],
     "steps": [{"thread": 0, "op": "want", "object": "m", "line": 1, "value": null, "waits_for": {"object": "m", "held_by": [0]}}]}],
  "graph": {"start": 0, "nodes": []}
}"#;

fn figure_of(schedules: &Schedules) -> String {
    figure("demo", schedules, "")
}

fn sample() -> String {
    let schedules: Schedules = serde_json::from_str(DATA).unwrap();
    figure_of(&schedules)
}

#[test]
fn counts_endings_and_schedules() {
    let html = sample();
    assert!(html.contains("1,234,567 schedules, 2 endings"), "{html}");
    assert!(html.contains("data-graph=\"true\""), "{html}");
    assert!(
        html.contains("thread 1 is cut off, 1 schedule</span>"),
        "{html}"
    );
    assert!(html.contains(">Ending 2 of 2:</span>"), "{html}");
    assert!(
        html.contains("<span class=\"kind\">deadlock</span>"),
        "{html}"
    );
    assert!(
        html.contains("<span class=\"facts\">2 schedules</span>"),
        "{html}"
    );
}

#[test]
fn text_from_the_program_is_escaped_and_no_line_is_empty() {
    let html = sample();
    assert!(html.contains("<samp>a &#60;b&#62;</samp>"), "{html}");
    assert!(
        html.contains("data-out=\"a &#60;b&#62;&#10;c&#10;\""),
        "{html}"
    );
    assert!(html.lines().all(|line| !line.trim().is_empty()));
}

#[test]
fn draws_messages_waits_and_words() {
    let html = sample();
    assert!(html.contains("class=\"sent\""), "{html}");
    assert!(html.contains("class=\"waiting\""), "{html}");
    assert!(
        html.contains("<b>main</b> waits for m, held by main"),
        "{html}"
    );
    assert!(
        html.contains(
            "<li class=\"channel\" data-line=\"3\"><span><b>main</b> receives from tx: 7"
        ),
        "{html}"
    );
    assert!(
        html.contains("<b>main</b> prints “a &#60;b&#62; c”"),
        "{html}"
    );
}

#[test]
fn says_how_it_ends_and_who_waits_for_whom() {
    let html = sample();
    assert!(
        html.contains(
            "<p class=\"the-end\">The end: the program exits with code 0; thread 1 is cut off.</p>"
        ),
        "{html}"
    );
    assert!(
        html.contains("The end: a deadlock, nobody can go on; main waits for m, held by main.</p>"),
        "{html}"
    );
}

#[test]
fn threads_that_wait_for_each_other_point_at_each_other() {
    let mut schedules: Schedules = serde_json::from_str(DATA).unwrap();
    let stuck = &mut schedules.endings[1];
    stuck.threads.push(Thread {
        name: "printer".into(),
    });
    let mut other = stuck.steps[0].clone();
    other.thread = 1;
    stuck.steps[0].waits_for.as_mut().unwrap().held_by = vec![1];
    stuck.steps.push(other);
    let html = figure_of(&schedules);
    assert_eq!(html.matches("class=\"blocked\"").count(), 2, "{html}");
    assert!(html.contains("<div class=\"heads upright\""), "{html}");
}

#[test]
fn many_lanes_scroll_in_a_box_that_has_a_name() {
    let mut schedules: Schedules = serde_json::from_str(DATA).unwrap();
    for index in 2..=MANY_LANES {
        schedules.endings[0].threads.push(Thread {
            name: format!("thread {index}"),
        });
    }
    let html = figure_of(&schedules);
    assert_eq!(
        html.matches("tabindex=\"0\" role=\"group\" aria-label")
            .count(),
        1
    );
}

#[test]
fn a_livelock_shows_where_it_begins_again() {
    let mut schedules: Schedules = serde_json::from_str(DATA).unwrap();
    let ending = &mut schedules.endings[0];
    (ending.kind, ending.code, ending.round) = ("livelock".into(), None, Some(1));
    let html = figure_of(&schedules);
    assert!(html.contains("the last 3 steps repeat for ever"), "{html}");
    assert!(html.contains("<li class=\"channel again\""), "{html}");
    // From the middle of the last row up to that of the second.
    assert!(html.contains("class=\"round\" d=\"M9 84H3V36H9"), "{html}");
}
