//! temporary
use std::collections::BTreeMap;
use recto::source::*;
fn main() {
    let mut sources: BTreeMap<SourcePath, Source> = recto::builtin::theme().map(|s| (s.path.clone(), s)).collect();
    for e in walkdir::WalkDir::new("content") {
        let e = e.unwrap();
        if e.file_type().is_file() {
            let p: SourcePath = e.path().to_str().unwrap().into();
            let b = std::fs::read(e.path()).unwrap();
            sources.insert(p.clone(), Source::from_bytes(p, b).unwrap());
        }
    }
    let t = std::time::Instant::now();
    let snap = Snapshot { sources, blobs: BTreeMap::new(), now: jiff::Timestamp::now(), request: Default::default() };
    let mem = recto::output::Memory::default();
    let built = recto::pipeline::build(&snap, &mut Default::default(), &mem, &Default::default()).unwrap();
    for f in &built.findings {
        let (m, h) = recto::diag::words::describe(&f.problem, recto::diag::words::UiLang::Fr);
        println!("{}:{:?} {} {} | {}", f.path, f.span.map(|s| (s.line, s.column)), f.problem.code(), m, h.unwrap_or_default());
    }
    println!("{} pages {:?}", built.n_rendered, t.elapsed());
    for (p, b) in mem.into_files() {
        let to = std::path::Path::new("/tmp/out").join(&*p);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, b).unwrap();
    }
}
