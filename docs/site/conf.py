"""How Sphinx builds the site; `python -m wadows_site` runs it."""

project = "wadows-contract"
copyright = "the authors of wadows-contract, MIT licence"  # noqa: A001  Sphinx's own name for it

extensions = ["myst_parser", "sphinx.ext.autodoc", "wadows_site.sphinx_links"]
include_patterns = [
    "*.md", "docs/*.md", "docs/guides/*.md", "features/*.md", "samples/*.md", "spec/documents/*.md",
]  # fmt: skip

myst_enable_extensions = ["fieldlist"]
myst_heading_anchors = 4
smartquotes = False

# Docstrings are plain text with `code`, and say nothing that a signature says.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 80
add_module_names = False

html_theme = "furo"
html_title = "wadows-contract"
html_static_path = ["style"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
