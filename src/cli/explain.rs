use super::{Failure, print};
use crate::diagnostic::Code;
use crate::parse::suggest;
use crate::{audit, check};

/// Prints the page of a code, or the list of all.
pub(super) fn run(code: Option<&str>) -> Result<(), Failure> {
    let Some(name) = code else { return print(list().as_bytes()) };
    // As it stands in a message: `error[raw-html]`.
    let name = name.rsplit_once('[').map_or(name, |(_, code)| code.trim_end_matches([']', ':']));
    match Code::of(name) {
        Some(Code::Audit) => print(format!("{}\n{}", check::page(Code::Audit), allowed_elements()).as_bytes()),
        Some(code) => print(check::page(code).as_bytes()),
        None => {
            let near = suggest::nearest(name, Code::ALL.iter().map(|code| code.name()));
            let hint =
                near.map_or("`lamplight explain` lists all codes".into(), |near| format!("did you mean `{near}`?"));
            Err(Failure::Usage(format!("there is no diagnostic `{name}`; {hint}")))
        }
    }
}

/// What a page may be made of: the theme author's reference.
fn allowed_elements() -> String {
    let line = |(element, attributes): (&str, Vec<&str>)| match attributes.as_slice() {
        [] => format!("- `{element}`\n"),
        _ => format!("- `{element}`: {}\n", attributes.join(" ")),
    };
    let lines: String = audit::allowed_elements().into_iter().map(line).collect();
    format!("## Elements and attributes that a page may hold\n\n{lines}")
}

fn list() -> String {
    Code::ALL.iter().map(|code| format!("{:<8} {code}\n", code.severity().name())).collect()
}
