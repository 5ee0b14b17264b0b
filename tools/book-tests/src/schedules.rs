//! Splits what `every-schedule` found into what a page needs at once and the
//! graph that "you choose" loads on demand.

use book_content::listing::Listing;
use book_content::output::{Run, Snapshot};
use book_content::problem::slashed;
use book_content::schedules::{Ending, Schedules, Step, phrase};
use every_schedule::{Explorer, Program};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// What exploring found, by listing name: the JSON of `every-schedule`, or why
/// the program cannot be explored.
pub type Found = BTreeMap<String, Result<Value, String>>;

/// Explores the Rust programs of `listings`; by listing name, what was found
/// or why a program cannot be explored.
///
/// # Errors
///
/// A listing without a Rust program.
pub fn explore(listings: &[&Listing]) -> Result<Found, String> {
    let programs: Vec<Program> = listings
        .iter()
        .map(|listing| {
            let rust = listing.rust.as_ref().ok_or_else(|| {
                format!(
                    "{}: has schedules.json, but no main.rs",
                    slashed(&listing.dir)
                )
            })?;
            Ok(Program {
                name: listing.name.clone(),
                source: rust.text.clone(),
            })
        })
        .collect::<Result<_, String>>()?;
    // On a loaded machine nothing may be cut off that would have ended.
    let explorer = Explorer {
        timeout: Duration::from_secs(600),
        watchdog: Duration::from_secs(60),
        ..Explorer::default()
    };
    let found = explorer.explore_all(&programs);
    let names = listings.iter().map(|listing| listing.name.clone());
    Ok(names
        .zip(found)
        .map(|(name, found)| {
            let found = found
                .map(|schedules| schedules.to_json())
                .map_err(|refusal| format!("cannot be explored: {refusal}"));
            (name, found)
        })
        .collect())
}

/// The text of `schedules.json` beside a listing: everything but the graph.
///
/// # Errors
///
/// When `found` is not what `every-schedule` documents.
pub fn for_listing(found: &Value) -> Result<String, String> {
    let mut found = found.clone();
    let has_graph = !found["graph"].is_null();
    let fields = found.as_object_mut().ok_or("the result is no object")?;
    fields.insert(
        "graph".into(),
        if has_graph { json!(true) } else { Value::Null },
    );
    text(&found)
}

/// The text of `src/schedules/graphs/NAME.json`, in the form that the player
/// reads; none where the graph was too large to keep.
///
/// # Errors
///
/// When `found` is not what `every-schedule` documents.
pub fn for_player(found: &Value) -> Result<Option<String>, String> {
    let graph = &found["graph"];
    if graph.is_null() {
        return Ok(None);
    }
    let schedules: Schedules =
        serde_json::from_value(found.clone()).map_err(|error| error.to_string())?;
    let threads = schedules
        .endings
        .iter()
        .map(Ending::names)
        .max_by_key(Vec::len)
        .unwrap_or_default();
    let steps = |steps: &Value| -> Result<Value, String> {
        let steps: Vec<Step> =
            serde_json::from_value(steps.clone()).map_err(|error| error.to_string())?;
        Ok(steps.iter().map(|step| short(step, &threads)).collect())
    };
    let mut nodes = Vec::new();
    for node in graph["nodes"].as_array().ok_or("the graph has no nodes")? {
        if !node["ending"].is_null() {
            nodes.push(json!({ "ending": node["ending"] }));
            continue;
        }
        let mut next = serde_json::Map::new();
        for (thread, edge) in node["next"].as_object().ok_or("a node has no next")? {
            next.insert(
                thread.clone(),
                json!({ "to": edge["to"], "steps": steps(&edge["steps"])? }),
            );
        }
        nodes.push(json!({ "next": next }));
    }
    let endings: Vec<String> = schedules.endings.iter().map(verdict).collect();
    let graph = json!({
        "threads": threads,
        "start": graph["start"],
        "nodes": nodes,
        "endings": endings,
    });
    serde_json::to_string(&graph)
        .map(|text| Some(text + "\n"))
        .map_err(|error| error.to_string())
}

fn short(step: &Step, threads: &[&str]) -> Value {
    let mut short = json!({ "thread": step.thread, "text": phrase(step, threads) });
    if let Some(line) = step.line {
        short["line"] = json!(line);
    }
    if let (true, Some(out)) = (step.op == "print", &step.value) {
        short["out"] = json!(out);
    }
    short
}

fn verdict(ending: &Ending) -> String {
    match (ending.kind.as_str(), ending.code) {
        ("exit", Some(0)) => "the program exits with code 0".to_owned(),
        ("exit", Some(code)) => format!("the program exits with code {code}"),
        ("panic", _) => "main panics".to_owned(),
        ("deadlock", _) => "a deadlock, every thread waits".to_owned(),
        ("livelock", _) => "a livelock, every thread runs in circles".to_owned(),
        (kind, _) => kind.to_owned(),
    }
}

fn text(value: &Value) -> Result<String, String> {
    serde_json::to_string_pretty(value)
        .map(|text| text + "\n")
        .map_err(|error| error.to_string())
}

/// Whether a real run printed and ended as one of the explored schedules does.
pub fn foresaw(schedules: &Schedules, run: &Run) -> bool {
    let same = |a: &str, b: &str| a.trim_end() == b.trim_end();
    !schedules.complete
        || schedules
            .endings
            .iter()
            .any(|ending| same(&ending.stdout, &run.stdout) && ending.code == run.exit)
}

/// Whether a program of which no schedules are shown ends, under every schedule,
/// as its record says. `found` is what exploring gave.
///
/// # Errors
///
/// How else it can end, or why that is not known, and what to do.
pub fn one_ending_of(
    found: &Result<Value, String>,
    recorded: Option<&Snapshot>,
) -> Result<(), String> {
    let remedy = "say in its record why, `#: unexplored because REASON`";
    let found = found
        .as_ref()
        .map_err(|refusal| format!("it has threads, and {refusal}; mend that, or {remedy}"))?;
    let schedules: Schedules =
        serde_json::from_value(found.clone()).map_err(|error| error.to_string())?;
    if !schedules.complete {
        return Err(format!(
            "it has threads, and not every schedule was explored: {}; make it smaller, or {remedy}",
            found["limit"].as_str().unwrap_or("a limit was hit")
        ));
    }
    let Some(recorded) = recorded else {
        return Ok(()); // the other test says that nothing is recorded
    };
    let Some(run) = &recorded.run else {
        return Ok(());
    };
    let promise = &recorded.promise;
    let comparable = |code: Option<i32>, stdout: &str| {
        let it = promise.comparable(&Run {
            exit: code,
            stdout: stdout.trim_end().to_owned(),
            stderr: String::new(),
        });
        (it.exit, it.stdout)
    };
    let wanted = comparable(run.exit, &run.stdout);
    match schedules
        .endings
        .iter()
        .find(|it| comparable(it.code, &it.stdout) != wanted)
    {
        None => Ok(()),
        Some(other) => Err(format!(
            "under some schedule it ends otherwise than is recorded: {}, and it has printed\n{}\n\
             Give it one order, or show all of its endings: an empty schedules.json in its folder, \
             see CONTRIBUTING.md",
            verdict(other),
            other.stdout.trim_end()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> Value {
        json!({
            "version": 1, "complete": true, "limit": null, "assumptions": [], "schedules": "2",
            "endings": [{"kind": "exit", "code": 0, "stdout": "a\n", "stderr": "",
                "abandoned": [], "schedules": "2", "threads": [{"name": "main", "line": null}],
                "steps": []}],
            "graph": {"start": 0, "nodes": [
                {"ready": [0], "next": {"0": {"to": 1, "steps": [
                    {"thread": 0, "op": "print", "object": null, "line": 3, "value": "a\n",
                     "waits_for": null}]}}},
                {"ending": 0}]}
        })
    }

    #[test]
    fn the_graph_stands_apart() {
        let listing = for_listing(&found()).unwrap();
        assert!(listing.contains("\"graph\": true"), "{listing}");
        let schedules: Schedules = serde_json::from_str(&listing).unwrap();
        assert!(schedules.graph);
        let player: Value = serde_json::from_str(&for_player(&found()).unwrap().unwrap()).unwrap();
        assert_eq!(player["nodes"][0]["next"]["0"]["steps"][0]["out"], "a\n");
        assert_eq!(player["endings"][0], "the program exits with code 0");
    }

    #[test]
    fn an_order_by_luck_is_no_record() {
        let record = |text: &str| Snapshot::parse("main.rs.out".as_ref(), text).unwrap();
        let same = record("#: exit 0\n#: stdout\na\n");
        one_ending_of(&Ok(found()), Some(&same)).unwrap();
        let other = record("#: exit 0\n#: stdout\nb\n");
        let error = one_ending_of(&Ok(found()), Some(&other)).unwrap_err();
        assert!(error.contains("it has printed\na\n") && error.contains("schedules.json"));
        let mut partial = found();
        partial["complete"] = json!(false);
        partial["limit"] = json!("stopped at 3 states");
        let error = one_ending_of(&Ok(partial), Some(&same)).unwrap_err();
        assert!(error.contains("stopped at 3 states") && error.contains("#: unexplored"));
        let refused = Err("cannot be explored: line 3: x".to_owned());
        let error = one_ending_of(&refused, Some(&same)).unwrap_err();
        assert!(error.contains("line 3: x") && error.contains("#: unexplored"));
    }

    #[test]
    fn only_what_was_explored_was_foreseen() {
        let schedules: Schedules = serde_json::from_str(&for_listing(&found()).unwrap()).unwrap();
        let run = |stdout: &str, exit| Run {
            exit,
            stdout: stdout.into(),
            stderr: String::new(),
        };
        assert!(foresaw(&schedules, &run("a", Some(0))));
        assert!(!foresaw(&schedules, &run("b", Some(0))));
        assert!(!foresaw(&schedules, &run("a", None)));
    }
}
