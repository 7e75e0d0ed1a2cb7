"""The figures of the product, measured: `make bench`, or `make bench PARTS="countries pdf"`."""
