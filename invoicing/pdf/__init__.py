"""Pages: documents, letters and reports drawn in PDF's own operators over fonts read by ReportLab."""
