import Core
import FormatKit

extension Format {
  /// Files of older and other office programs, which LibreOffice converts to what is read here: Word and Excel
  /// 97–2003, WPS, RTF, OpenDocument texts and flat OpenDocument. OpenDocument sheets are read without it.
  ///
  /// One format of many extensions, because one program stands behind all of them: it is installed, or none of
  /// them can be read.
  public static var libreOffice: Format {
    Format(
      id: "libreoffice", aliases: ["doc", "wps", "rtf", "odt", "xls", "et", "fodt", "fods"],
      name: LocalizedText(
        chinese: "旧版 Office、WPS、RTF 和 ODT（经 LibreOffice）",
        english: "Older Office files, WPS, RTF and ODT, through LibreOffice"),
      extensions: ["doc", "wps", "rtf", "odt", "xls", "et", "fodt", "fods"],
      mediaTypes: [
        "application/msword", "application/vnd.ms-works", "application/rtf", "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.text",
      ],
      reader: .conversion(FileConversion { sources in LibreOfficeReader().convert(sources) }),
      identify: { source in
        if OfficeFileKind(source) != nil { return .yes }
        // Neither a text nor a page can be such a file; another compound file may be, as its name says.
        return CompoundFile(source.bytes[...]) != nil ? .unknown : .no
      })
  }
}
