//! Panics are real; their message is a step.
pub use ::std::panic::*;

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

fn report(info: &PanicHookInfo<'_>, print: bool) {
    let message = info.payload_as_str().unwrap_or("Box<dyn Any>");
    let (file, line, column) = info
        .location()
        .map_or(("", 0, 0), |l| (l.file(), l.line(), l.column()));
    let inside = crate::rt::in_program(file);
    let file = if inside {
        "main.rs"
    } else {
        file.rsplit('/').next().unwrap_or(file)
    };
    let thread = ::std::thread::current();
    let name = thread.name().unwrap_or("<unnamed>");
    let text = if print {
        format!("\nthread '{name}' panicked at {file}:{line}:{column}:\n{message}\n")
    } else {
        String::new()
    };
    crate::rt::panics(if inside { line } else { 0 }, message, text.trim_start());
}

/// Before `main`: panics are reported.
pub(crate) fn install() {
    ::std::panic::set_hook(Box::new(|info| report(info, true)));
}

/// The program's own hook runs after the step.
pub fn set_hook(hook: Hook) {
    ::std::panic::set_hook(Box::new(move |info| {
        report(info, false);
        hook(info);
    }));
}
/// Gives back to the hook that prints.
pub fn take_hook() -> Hook {
    crate::rt::me(); // our own hook is there first
    let hook = ::std::panic::take_hook();
    install();
    hook
}
