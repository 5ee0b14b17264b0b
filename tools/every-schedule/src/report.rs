//! The answer as JSON, and as a text to read.

use crate::{Ending, Graph, Kind, Node, Schedules, Step};
use serde_json::{Map, Value, json};
use std::fmt::{self, Write};

fn step(step: &Step) -> Value {
    json!({
        "thread": step.thread,
        "op": step.op,
        "object": step.object,
        "child": step.child,
        "line": step.line,
        "value": step.value,
        "waits_for": step.waits_for.as_ref().map(|w| json!({
            "object": w.object,
            "held_by": w.held_by,
        })),
    })
}

fn steps(all: &[Step]) -> Value {
    all.iter().map(step).collect()
}

fn ending(ending: &Ending) -> Value {
    let mut value = json!({
        "kind": ending.kind.name(),
        "code": ending.code,
        "stdout": ending.stdout,
        "stderr": ending.stderr,
        "abandoned": ending.abandoned,
        "schedules": ending.schedules.map(|n| n.to_string()),
        "threads": ending.threads.iter().map(|t| json!({
            "name": t.name,
            "line": t.line,
        })).collect::<Value>(),
        "steps": steps(&ending.steps),
    });
    if let Some(round) = ending.round {
        value["round"] = round.into();
    }
    value
}

fn graph(graph: &Graph) -> Value {
    let node = |node: &Node| match node {
        Node::Ending(n) => json!({ "ending": n }),
        Node::Choice(all) => {
            let ready: Value = all
                .iter()
                .filter_map(|n| n.thread)
                .map(Value::from)
                .collect();
            let mut next = Map::new();
            for n in all {
                let key = n.thread.map_or("nobody".to_owned(), |t| t.to_string());
                next.insert(key, json!({ "to": n.to, "steps": steps(&n.steps) }));
            }
            json!({ "ready": ready, "next": next })
        }
    };
    json!({ "start": graph.start, "nodes": graph.nodes.iter().map(node).collect::<Value>() })
}

impl Schedules {
    /// The answer as JSON; the README says what is in it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "version": 1,
            "complete": self.complete,
            "limit": self.limit,
            "assumptions": self.assumptions,
            "schedules": self.schedules.map(|n| n.to_string()),
            "endings": self.endings.iter().map(ending).collect::<Value>(),
            "graph": self.graph.as_ref().map(graph),
        })
    }

    /// [`Schedules::to_json`], printed; the same bytes for the same program.
    #[must_use]
    pub fn to_json_text(&self) -> String {
        format!("{:#}\n", self.to_json())
    }

    /// The text that the command prints; with `steps`, an example of each
    /// ending.
    #[must_use]
    pub fn report(&self, steps: bool) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = write_report(&mut out, self, steps);
        out
    }
}

fn write_report(out: &mut String, s: &Schedules, steps: bool) -> fmt::Result {
    match s.schedules {
        Some(n) => write!(out, "{}", plural(n, "schedule"))?,
        None => write!(out, "schedules not counted")?,
    }
    writeln!(
        out,
        ", {} ({}, {})",
        plural(s.endings.len() as u128, "ending"),
        plural(s.effort.states as u128, "state"),
        plural(s.effort.runs as u128, "run")
    )?;
    if let Some(limit) = &s.limit {
        writeln!(out, "PARTIAL: {limit}. There may be more endings.")?;
    }
    for assumption in &s.assumptions {
        writeln!(out, "assumed: {assumption}")?;
    }
    for (n, ending) in s.endings.iter().enumerate() {
        let how = match (ending.kind, ending.code) {
            (Kind::Exit, Some(code)) if code > 128 => format!("ended by signal {}", code - 128),
            (Kind::Exit, code) => format!("exit {}", code.unwrap_or(0)),
            (Kind::Panic, _) => "main panicked".to_owned(),
            (kind, _) => kind.name().to_owned(),
        };
        let count = ending
            .schedules
            .map_or(String::new(), |c| format!(", {}", plural(c, "schedule")));
        writeln!(out, "\n{}. {how}{count}", n + 1)?;
        block(out, "stdout", &ending.stdout)?;
        block(out, "stderr", &ending.stderr)?;
        if !ending.abandoned.is_empty() {
            writeln!(out, "   not ended: {}", ending.abandoned.join(", "))?;
        }
        if steps {
            for (n, s) in ending.steps.iter().enumerate() {
                if ending.round == Some(n) {
                    writeln!(out, "     from here on again and again:")?;
                }
                write_step(out, ending, s)?;
            }
        }
    }
    Ok(())
}

fn plural(n: u128, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn block(out: &mut String, name: &str, text: &str) -> fmt::Result {
    for line in text.lines() {
        writeln!(out, "   {name} | {line}")?;
    }
    Ok(())
}

fn write_step(out: &mut String, ending: &Ending, s: &Step) -> fmt::Result {
    let name = |t: usize| ending.threads.get(t).map_or("?", |t| t.name.as_str());
    let line = s.line.map_or(String::new(), |l| format!("line {l}"));
    write!(out, "     {:<12} {:<9} {}", name(s.thread), line, s.op)?;
    if let Some(object) = &s.object {
        write!(out, " {object}")?;
    }
    if let Some(value) = &s.value {
        write!(out, ": {}", value.trim_end().replace('\n', "\\n"))?;
    }
    if let Some(waits) = &s.waits_for
        && !waits.held_by.is_empty()
    {
        let who: Vec<&str> = waits.held_by.iter().map(|t| name(*t)).collect();
        write!(out, " (held by {})", who.join(", "))?;
    }
    writeln!(out)
}
