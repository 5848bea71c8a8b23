"""Pages: documents, letters and reports drawn with ReportLab's canvas, prepared once per process."""
