"""Owns the sentences of the store and its care for the window, by their codes. `desk.ui.sentences` uses them."""

from __future__ import annotations

from desk.ui.words import QT_TRANSLATE_NOOP

_DAMAGED = QT_TRANSLATE_NOOP(
    "sentences", "This backup is damaged or cut short. Use another one; the store is untouched."
)

CARE_SENTENCES: dict[str, str] = {
    "backup_damaged": _DAMAGED,
    "backup_exists": QT_TRANSLATE_NOOP("sentences", "There is such a file already. Choose another name."),
    "backup_no_room": QT_TRANSLATE_NOOP(
        "sentences",
        "There is not enough space on the disk, so no backup was made. Free some space or choose another place.",
    ),
    "backup_not_written": QT_TRANSLATE_NOOP("sentences", "The backup cannot be written there. Choose another place."),
    "backup_too_new": QT_TRANSLATE_NOOP(
        "sentences", "This backup was made by a newer Desk. Update Desk, then restore it."
    ),
    "backup_unreadable": QT_TRANSLATE_NOOP(
        "sentences", "The backup cannot be read. Check the path, and that its disk is connected."
    ),
    "backup_unwrapped": QT_TRANSLATE_NOOP(
        "sentences",
        "This backup was made without a passphrase and before there was a recovery key. Restore it on the computer "
        "that made it, or use another one.",
    ),
    "file_exists": QT_TRANSLATE_NOOP("sentences", "There is such a file already. Choose another name."),
    "file_not_written": QT_TRANSLATE_NOOP("sentences", "The file cannot be written there. Choose another folder."),
    "drafts_not_kept": QT_TRANSLATE_NOOP(
        "sentences", "The draft of this note cannot be kept on the disk. Save the note, or free some space."
    ),
    "drafts_not_read": QT_TRANSLATE_NOOP(
        "sentences", "The drafts of notes cannot be read. Check the rights on the store's folder."
    ),
    "no_backup": QT_TRANSLATE_NOOP("sentences", "This file is no backup of Desk. Choose another one."),
    "no_recovery": QT_TRANSLATE_NOOP(
        "sentences",
        "No recovery key was made for this store. Restore a backup, or log in as the user who made the store.",
    ),
    "no_store": QT_TRANSLATE_NOOP("sentences", "There is no store in this folder. Restore a backup."),
    "passphrase_short": QT_TRANSLATE_NOOP(
        "sentences", "The passphrase is too short. Take at least 10 characters, such as four words."
    ),
    "rebuild_no_room": QT_TRANSLATE_NOOP(
        "sentences",
        "There is not enough space on the disk to make the index anew. Search goes on with the one it had; free some "
        "space, then try again.",
    ),
    "rebuild_not_written": QT_TRANSLATE_NOOP(
        "sentences", "The store's folder cannot be written. Check its rights, then try again."
    ),
    "rebuild_under_way": QT_TRANSLATE_NOOP("sentences", "The index is being made anew already."),
    "recovery_key_length": QT_TRANSLATE_NOOP(
        "sentences", "A recovery key has 56 letters and digits in groups of four. Type all of it."
    ),
    "recovery_key_mistyped": QT_TRANSLATE_NOOP(
        "sentences",
        "This recovery key holds a mistake: its last signs do not fit the others. Compare it with what you wrote down.",
    ),
    "recovery_not_kept": QT_TRANSLATE_NOOP(
        "sentences",
        "The recovery key cannot be kept beside the store. Free some space or check the rights on the folder, then try "
        "again.",
    ),
    "restore_no_room": QT_TRANSLATE_NOOP(
        "sentences",
        "There is not enough space on the disk to restore. The store is untouched; free some space, then try again.",
    ),
    "restore_not_written": QT_TRANSLATE_NOOP(
        "sentences", "The store's folder cannot be written. Check its rights, then try again."
    ),
    "restore_under_way": QT_TRANSLATE_NOOP(
        "sentences", "Another process is restoring this store. Wait until it has ended."
    ),
    "store_cannot_open": QT_TRANSLATE_NOOP(
        "sentences", "Desk cannot open its store. Check the rights on its folder, then start Desk again."
    ),
    "store_exists": QT_TRANSLATE_NOOP("sentences", "There is a store in this folder already."),
    "store_folder": QT_TRANSLATE_NOOP(
        "sentences", "Desk cannot use the folder of its store. Check its rights, and that its disk is connected."
    ),
    "store_in_use": QT_TRANSLATE_NOOP("sentences", "Desk is open on this store. Close it, then restore."),
    "store_io": QT_TRANSLATE_NOOP(
        "sentences", "The disk reported an error. Check the disk and its free space, then start Desk again."
    ),
    "store_key_malformed": QT_TRANSLATE_NOOP(
        "sentences",
        "The store's key is not 64 hexadecimal digits. Check DESK_STORE_KEY or the keyring entry.",
    ),
    "store_key_missing": QT_TRANSLATE_NOOP(
        "sentences",
        "The key of this store is not in the keyring of this computer. Type the recovery key, log in as the user who "
        "made the store, or restore a backup.",
    ),
    "store_key_pipe": QT_TRANSLATE_NOOP(
        "sentences", "The store's key cannot be read from where DESK_STORE_KEY_FD says. Start Desk without it."
    ),
    "store_no_library": QT_TRANSLATE_NOOP(
        "sentences",
        "The encrypted database library (sqlcipher3) cannot be loaded on this computer. Run the set-up again.",
    ),
    "store_not_a_store": QT_TRANSLATE_NOOP(
        "sentences",
        "This file is no store of Desk, its key is another one, or it is damaged. Check the key or restore a backup.",
    ),
    "store_too_new": QT_TRANSLATE_NOOP(
        "sentences", "This store was written by a newer Desk. Update Desk, or choose another folder."
    ),
    "store_wrong_key": QT_TRANSLATE_NOOP(
        "sentences",
        "This key does not open the store. Type the recovery key, or restore a backup with its passphrase.",
    ),
    "wrap_unreadable": QT_TRANSLATE_NOOP(
        "sentences", "The wrapped key in this file cannot be read. Use another backup."
    ),
    "wrong_passphrase": QT_TRANSLATE_NOOP(
        "sentences", "This passphrase does not open it. Check what you typed, and which file it belongs to."
    ),
    "wrong_recovery_key": QT_TRANSLATE_NOOP(
        "sentences", "This recovery key does not open it. Check what you typed, and which store it belongs to."
    ),
}
