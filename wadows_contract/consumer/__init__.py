"""An Imaging Document Consumer with two doors: typed, through zeep, and raw bytes."""
