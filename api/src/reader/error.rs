//! Why a file was refused: a stable code for programs, a French sentence for people.
//!
//! Every sentence of the reader is here and nowhere else. It says what happened and what to do next, without
//! jargon and without blame. Codes never change once published; a new cause is a new variant.

use std::fmt;

/// Cause of a refusal. [`ReadCode::wire`] is the name kept in reports and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReadCode {
    /// The path leads to nothing.
    NotFound,
    /// The path leads to a folder or a device.
    NotAFile,
    /// The operating system refused the reading.
    Unreadable,
    /// More bytes than allowed, compressed or once decompressed.
    TooLarge,
    /// No byte, or nothing but blanks.
    Empty,
    /// Text in an encoding that is not read here (UTF-32, EBCDIC, DOS pages...).
    EncodingUnknown,
    /// Zero bytes in a text file.
    NulBytes,
    /// Control characters in a text file.
    ControlCharacters,
    /// Neither text nor a format that holds tables: a text of Word, a presentation.
    Binary,
    /// A compressed content that swells beyond reason.
    ZipBomb,
    /// A filled cell far outside the columns or rows that are accepted.
    FarCell,
    /// More filled cells in the workbook than allowed.
    TooManyCells,
    /// More rows than allowed.
    TooManyRows,
    /// More columns than allowed.
    TooManyColumns,
    /// One line, or the text of one cell, is longer than allowed.
    LineTooLong,
    /// An archive inside the archive.
    NestedArchive,
    /// An archive that is not a workbook (ZIP of files, 7z, RAR, tar...).
    Archive,
    /// A workbook that carries macros.
    Macro,
    /// A workbook or an archive protected by a password.
    Encrypted,
    /// A document type declaration, which may call other files.
    Doctype,
    /// Excel 97-2003 (`.xls`) or older.
    OldExcel,
    /// Excel binary workbook (`.xlsb`).
    BinaryWorkbook,
    /// An `OpenDocument` spreadsheet (`.ods`).
    OpenDocument,
    /// A PDF.
    Pdf,
    /// A picture.
    Image,
    /// A file cut or altered on the way.
    Damaged,
    /// A readable file in which no table of rows was found.
    NoTable,
    /// The sheet asked for does not exist in the workbook.
    SheetUnknown,
    /// The description of fixed columns cannot be understood.
    ColumnsDescription,
}

impl ReadCode {
    /// Every code, in the order of the declaration.
    pub const ALL: [Self; 29] = [
        Self::NotFound,
        Self::NotAFile,
        Self::Unreadable,
        Self::TooLarge,
        Self::Empty,
        Self::EncodingUnknown,
        Self::NulBytes,
        Self::ControlCharacters,
        Self::Binary,
        Self::ZipBomb,
        Self::FarCell,
        Self::TooManyCells,
        Self::TooManyRows,
        Self::TooManyColumns,
        Self::LineTooLong,
        Self::NestedArchive,
        Self::Archive,
        Self::Macro,
        Self::Encrypted,
        Self::Doctype,
        Self::OldExcel,
        Self::BinaryWorkbook,
        Self::OpenDocument,
        Self::Pdf,
        Self::Image,
        Self::Damaged,
        Self::NoTable,
        Self::SheetUnknown,
        Self::ColumnsDescription,
    ];

    /// Stable name, for example `file.too_large`.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::NotFound => "file.not_found",
            Self::NotAFile => "file.not_a_file",
            Self::Unreadable => "file.unreadable",
            Self::TooLarge => "file.too_large",
            Self::Empty => "file.empty",
            Self::EncodingUnknown => "file.encoding_unknown",
            Self::NulBytes => "file.nul_bytes",
            Self::ControlCharacters => "file.control_characters",
            Self::Binary => "file.binary",
            Self::ZipBomb => "file.zip_bomb",
            Self::FarCell => "file.far_cell",
            Self::TooManyCells => "file.too_many_cells",
            Self::TooManyRows => "file.too_many_rows",
            Self::TooManyColumns => "file.too_many_columns",
            Self::LineTooLong => "file.line_too_long",
            Self::NestedArchive => "file.nested_archive",
            Self::Archive => "file.archive",
            Self::Macro => "file.macro",
            Self::Encrypted => "file.encrypted",
            Self::Doctype => "file.doctype",
            Self::OldExcel => "file.old_excel",
            Self::BinaryWorkbook => "file.binary_workbook",
            Self::OpenDocument => "file.open_document",
            Self::Pdf => "file.pdf",
            Self::Image => "file.image",
            Self::Damaged => "file.damaged",
            Self::NoTable => "file.no_table",
            Self::SheetUnknown => "file.sheet_unknown",
            Self::ColumnsDescription => "file.columns_description",
        }
    }

    /// What happened and what to do next, in French.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotFound => {
                "Le fichier est introuvable. Vérifiez son nom et son emplacement, puis recommencez."
            }
            Self::NotAFile => {
                "Ce nom désigne un dossier et non un fichier. Choisissez le fichier à importer."
            }
            Self::Unreadable => {
                "Le fichier n’a pas pu être ouvert. Vérifiez qu’il n’est pas réservé à une autre personne, puis recommencez."
            }
            Self::TooLarge => {
                "Le fichier est trop volumineux. Limitez l’extraction aux données utiles ou découpez-la en plusieurs fichiers."
            }
            Self::Empty => {
                "Le fichier ne contient aucune donnée. Relancez l’extraction, puis envoyez le nouveau fichier."
            }
            Self::EncodingUnknown => {
                "Les caractères du fichier n’ont pas été reconnus. Enregistrez-le en « CSV UTF-8 » ou au format .xlsx, puis recommencez."
            }
            Self::NulBytes => {
                "Le fichier contient des caractères nuls, signe d’un transfert incomplet. Relancez l’extraction, puis envoyez le nouveau fichier."
            }
            Self::ControlCharacters => {
                "Le fichier contient des caractères invisibles qui ne sont pas du texte. Relancez l’extraction en « CSV UTF-8 » ou au format .xlsx."
            }
            Self::Binary => {
                "Ce fichier n’est pas un tableau que l’application sait lire. Envoyez un fichier CSV, un classeur .xlsx ou un fichier à colonnes fixes."
            }
            Self::ZipBomb => {
                "Le contenu compressé est anormalement grand une fois ouvert. Enregistrez à nouveau le classeur sans mise en forme inutile, ou envoyez un fichier CSV."
            }
            Self::FarCell => {
                "Une cellule est remplie très loin du tableau. Effacez les cellules inutiles, ou copiez le tableau dans un nouveau classeur."
            }
            Self::TooManyCells => {
                "Le classeur contient trop de cellules. Gardez la feuille utile, ou découpez l’extraction en plusieurs fichiers."
            }
            Self::TooManyRows => {
                "Le fichier contient trop de lignes. Découpez l’extraction en plusieurs fichiers."
            }
            Self::TooManyColumns => {
                "Le fichier contient trop de colonnes. Gardez les colonnes utiles, et vérifiez le séparateur si le fichier en compte peu."
            }
            Self::LineTooLong => {
                "Une ligne ou une cellule est anormalement longue. Vérifiez que le fichier contient des retours à la ligne, puis relancez l’extraction."
            }
            Self::NestedArchive => {
                "Le fichier contient un autre fichier compressé. Extrayez-le, puis envoyez seulement le tableau."
            }
            Self::Archive => {
                "Ce fichier est une archive, qui en contient d’autres. Extrayez le tableau qu’elle contient, puis envoyez-le seul."
            }
            Self::Macro => {
                "Ce classeur contient des macros, qui ne sont pas acceptées. Enregistrez-le au format « Classeur Excel (.xlsx) », sans macro."
            }
            Self::Encrypted => {
                "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez."
            }
            Self::Doctype => {
                "Ce fichier fait appel à des définitions extérieures, ce qui n’est pas accepté. Enregistrez-le au format .xlsx ou CSV."
            }
            Self::OldExcel => {
                "Ce classeur est dans un ancien format d’Excel (.xls). Ouvrez-le, puis enregistrez-le au format « Classeur Excel (.xlsx) »."
            }
            Self::BinaryWorkbook => {
                "Ce classeur est au format Excel binaire (.xlsb). Ouvrez-le, puis enregistrez-le au format « Classeur Excel (.xlsx) »."
            }
            Self::OpenDocument => {
                "Ce classeur est au format OpenDocument. Ouvrez-le, puis enregistrez-le au format .xlsx ou CSV."
            }
            Self::Pdf => "Ce fichier est un PDF. Envoyez le tableau d’origine, en CSV ou en .xlsx.",
            Self::Image => "Ce fichier est une image. Envoyez le tableau d’origine, en CSV ou en .xlsx.",
            Self::Damaged => {
                "Le fichier est incomplet ou abîmé. Relancez l’extraction ou l’envoi ; si cela se reproduit, ouvrez-le puis enregistrez-le à nouveau."
            }
            Self::NoTable => {
                "Aucun tableau n’a été trouvé dans ce fichier. Vérifiez que les données sont sur une feuille visible, ou envoyez un fichier CSV."
            }
            Self::SheetUnknown => {
                "La feuille demandée n’existe pas dans ce classeur. Choisissez une feuille de la liste ou corrigez le profil d’import."
            }
            Self::ColumnsDescription => {
                "La description des colonnes n’a pas été comprise. Donnez sur chaque ligne : nom;debut;longueur;format, avec des nombres entiers à partir de 1."
            }
        }
    }
}

/// A refusal: its code and, when it is known, the line of the file where it was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadError {
    code: ReadCode,
    line: Option<u32>,
}

impl ReadError {
    /// A refusal of the whole file.
    #[must_use]
    pub const fn new(code: ReadCode) -> Self {
        Self { code, line: None }
    }

    /// A refusal met on a line (first = 1).
    #[must_use]
    pub const fn at(code: ReadCode, line: u32) -> Self {
        Self { code, line: Some(line) }
    }

    /// The cause.
    #[must_use]
    pub const fn code(&self) -> ReadCode {
        self.code
    }

    /// The line where the cause was met, when one line can be named (first = 1).
    #[must_use]
    pub const fn line(&self) -> Option<u32> {
        self.line
    }
}

impl From<ReadCode> for ReadError {
    fn from(code: ReadCode) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "Ligne {line} : {}", self.code.sentence()),
            None => out.write_str(self.code.sentence()),
        }
    }
}

impl std::error::Error for ReadError {}
