//! Our Markdown pipeline with its extensions off is CommonMark.
