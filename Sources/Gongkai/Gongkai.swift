@_exported import Crosswalk
@_exported import DocumentModel
@_exported import Findings
@_exported import Formats
@_exported import JSONText
@_exported import Presentation
@_exported import Recognition
@_exported import ReportModel
