"""The site: the features as pages for reading, beside the pages of docs/.

`python -m wadows_site` (or `tox -e docs`) builds it: it lays out what there is, writes the pages
that are views of the contract into the build folder, and has Sphinx do the rest.
"""
