//! Titles of problems, one for each code of [`crate::problem::Code`].
#![allow(non_upper_case_globals, reason = "each title has the name of its code")]

/// `request.malformed`.
pub const RequestMalformed: &str = "Requête illisible";
/// `request.unknown_parameter`.
pub const UnknownParameter: &str = "Paramètre inconnu";
/// `request.unknown_field`.
pub const UnknownField: &str = "Champ inconnu";
/// `request.unknown_sort`.
pub const UnknownSort: &str = "Tri inconnu";
/// `request.bad_cursor`.
pub const BadCursor: &str = "Curseur de page invalide";
/// `request.bad_time`.
pub const BadTime: &str = "Date ou instant illisible";
/// `request.key_required`.
pub const KeyRequired: &str = "Clé d’idempotence manquante";
/// `auth.required`.
pub const AuthRequired: &str = "Connexion nécessaire";
/// `auth.token_expired`.
pub const TokenExpired: &str = "Session expirée";
/// `auth.token_superseded`.
pub const TokenSuperseded: &str = "Vos droits ont changé";
/// `auth.bad_credentials`.
pub const BadCredentials: &str = "Adresse ou mot de passe incorrect";
/// `auth.refresh_reused`.
pub const RefreshReused: &str = "Session fermée par sécurité";
/// `right.missing`.
pub const RightMissing: &str = "Droit insuffisant";
/// `right.own_submission`.
pub const OwnSubmission: &str = "À faire par une autre personne";
/// `auth.password_to_choose`.
pub const PasswordToChoose: &str = "Mot de passe à choisir";
/// `request.cross_site`.
pub const CrossSite: &str = "Requête venue d’un autre site";
/// `request.not_found`.
pub const NotFound: &str = "Introuvable";
/// `request.method`.
pub const Method: &str = "Méthode non permise";
/// `request.not_acceptable`.
pub const NotAcceptable: &str = "Format non proposé";
/// `transition.refused`.
pub const TransitionRefused: &str = "Action impossible dans cet état";
/// `import.plan_stale`.
pub const PlanStale: &str = "Les données ont changé depuis le plan";
/// `import.touched_since`.
pub const ImportTouched: &str = "Des données ont été modifiées depuis cet import";
/// `change.touched_since`.
pub const ChangeTouched: &str = "Des données ont été modifiées depuis ce changement";
/// `change.already_undone`.
pub const AlreadyUndone: &str = "Changement déjà annulé";
/// `import.older_extract`.
pub const OlderExtract: &str = "Extraction plus ancienne que la dernière appliquée";
/// `import.confirmation_needed`.
pub const ConfirmationNeeded: &str = "Confirmation nécessaire";
/// `import.lines_refused`.
pub const LinesRefused: &str = "Des lignes sont refusées";
/// `import.original_removed`.
pub const OriginalRemoved: &str = "Fichier d’origine retiré";
/// `import.originals_full`.
pub const OriginalsFull: &str = "Trop de fichiers conservés";
/// `request.key_in_progress`.
pub const KeyInProgress: &str = "Requête identique en cours";
/// `affectation.exceeds_post`.
pub const ExceedsPost: &str = "Temps supérieur à celui du poste";
/// `affectation.overlaps`.
pub const AffectationOverlaps: &str = "Temps supérieur à celui de l’emploi";
/// `reservation.no_room`.
pub const NoRoomOnPost: &str = "Pas de place sur le poste";
/// `post.split`.
pub const PostSplit: &str = "Poste décomposé";
/// `headship.taken`.
pub const HeadshipTaken: &str = "Fonction déjà exercée";
/// `reservation.not_arrived`.
pub const NotArrived: &str = "Personne pas encore affectée";
/// `post.held`.
pub const PostHeld: &str = "Poste encore tenu";
/// `step.lacks`.
pub const StepLacks: &str = "Il manque quelque chose pour cette action";
/// `thing.in_use`.
pub const InUse: &str = "Encore utilisé";
/// `post_profile.incomplete`.
pub const ProfileIncomplete: &str = "Profil de poste incomplet";
/// `user.email_taken`.
pub const EmailTaken: &str = "Adresse déjà utilisée";
/// `feed.resync_required`.
pub const ResyncRequired: &str = "Copie à reprendre";
/// `request.stale_version`.
pub const StaleVersion: &str = "Modifié entre-temps";
/// `request.too_large`.
pub const TooLarge: &str = "Envoi trop volumineux";
/// `request.media_type`.
pub const MediaType: &str = "Type de contenu non accepté";
/// `request.invalid`.
pub const Invalid: &str = "Données invalides";
/// `request.key_reused`.
pub const KeyReused: &str = "Clé d’idempotence déjà utilisée";
/// `import.file_refused`.
pub const FileRefused: &str = "Fichier refusé";
/// `post_profile.document_refused`.
pub const DocumentRefused: &str = "Document refusé";
/// `habilitation.beyond_own`.
pub const HabilitationBeyond: &str = "Droits plus larges que les vôtres";
/// `user.weak_password`.
pub const WeakPassword: &str = "Mot de passe trop faible";
/// `bulk.rolled_back`.
pub const RolledBack: &str = "Lot annulé";
/// `request.if_match_required`.
pub const IfMatchRequired: &str = "Version attendue manquante";
/// `quota.exceeded`.
pub const QuotaExceeded: &str = "Trop de demandes";
/// `internal.error`.
pub const Internal: &str = "Erreur interne";
/// `import.original_unreadable`.
pub const OriginalUnreadable: &str = "Fichier d’origine illisible";
/// `post_profile.document_unreadable`.
pub const DocumentUnreadable: &str = "Document illisible";
/// `service.database_unavailable`.
pub const DatabaseUnavailable: &str = "Base de données indisponible";
/// `service.overloaded`.
pub const Overloaded: &str = "Service saturé";
/// `service.not_migrated`.
pub const NotMigrated: &str = "Base de données à mettre à jour";
/// `storage.low`.
pub const StorageLow: &str = "Moins de 10 % du disque est libre";
/// What is said of a failure of the machine: nothing of its cause.
pub const INTERNAL_DETAIL: &str = "Le serveur n’a pas pu répondre. Réessayez ; si cela dure, donnez l’identifiant de la requête au support.";
