"""What can go wrong from outside, at both doors, and the test that shows each cell.

`says` is the sentence, in the window the German one; `leads on` its next step: the button, or the command to type;
`mends` that all goes on after it; `keeps` that nothing is lost on the way, or done twice. The keys stand below.

| fault                      | door     | says  | leads on | mends | keeps |
| -------------------------- | -------- | ----- | -------- | ----- | ----- |
| wrong key at set-up        | terminal | T1    | T1       | T1    | T1    |
| wrong key at set-up        | window   | A1    | A1       | A1 E1 | A2    |
| key that stops working     | terminal | T2    | T2       | T2    | T2    |
| key that stops working     | window   | W1    | W1       | W1 A3 | W1    |
| expired and revoked token  | terminal | T3    | T3       | T3    | T3    |
| expired and revoked token  | window   | W2    | W2       | W2    | W2    |
| no network                 | terminal | T4    | T4       | T4    | T4    |
| no network                 | window   | W3    | W3       | W3    | W3    |
| a day offline, 50 parcels  | terminal | T5    | T5       | T5    | T5    |
| a day offline, 50 parcels  | window   | U1    | W3       | U1    | U1    |
| full disk                  | terminal | T6    | T6       | T6 T7 | T6 T7 |
| full disk                  | window   | W4    | W4       | W4    | W4    |
| store that may only be read| terminal | T8    | T8       | T8    | T8    |
| store that may only be read| window   | W5    | W5       | W5    | W5    |
| damaged store              | terminal | T9 C1 | T9 C1    | T9    | T9    |
| damaged store              | window   | W6    | W6 C6    | C2 C7 | C2    |
| second instance            | terminal | T10 D1| T10 D1   | T10   | T10   |
| second instance            | window   | W7    | W7 D2    | W7 D2 | W7 D3 |
| locked keyring             | terminal | T11   | T11      | T11   | T11   |
| locked keyring             | window   | W8    | W8       | W8    | W8    |
| lost keys of an account    | terminal | T12   | T12      | T12   | T12   |
| lost keys of an account    | window   | W9    | W9       | W9    | W9    |
| lost keyring               | terminal | C3    | C3       | C3    | C3    |
| lost keyring               | window   | C4 C5 | C4       | C4 C5 | C4    |

T1 faults/test_terminal.py::test_a_wrong_key_at_set_up_keeps_nothing_and_the_right_one_goes_on
T2 faults/test_terminal.py::test_a_key_that_stops_working_keeps_the_parcels_and_its_sentence_ends_in_the_command
T3 faults/test_terminal.py::test_an_expired_token_is_renewed_in_silence_and_a_revoked_one_asks_for_the_new
T4 faults/test_terminal.py::test_without_a_network_all_can_be_read_and_the_next_run_goes_on
T5 faults/test_terminal.py::test_fifty_parcels_of_a_day_offline_wait_and_go_out_once_each
T6 faults/test_terminal.py::test_a_full_disk_keeps_what_was_there_and_the_next_run_brings_the_rest
T7 faults/test_terminal.py::test_a_file_of_parcels_on_a_full_disk_is_reported_to_its_last_row_when_there_is_room
T8 faults/test_terminal.py::test_a_store_that_may_only_be_read_is_read_and_says_why_it_takes_nothing
T9 faults/test_terminal.py::test_a_damaged_store_names_the_backup_and_what_came_after_is_fetched
T10 faults/test_terminal.py::test_while_another_desk_fetches_a_second_one_says_so_and_takes_nothing_apart
T11 faults/test_terminal.py::test_a_locked_keyring_is_one_sentence_and_unlocked_all_goes_on
T12 faults/test_terminal.py::test_keys_that_are_gone_from_the_keyring_are_asked_for_by_name
W1 faults/test_window.py::test_a_key_that_stops_working_is_mended_at_its_strip_and_the_parcel_goes_once
W2 faults/test_window.py::test_a_revoked_token_is_asked_for_at_its_strip_and_an_expired_one_never
W3 faults/test_window.py::test_without_a_network_a_strip_counts_what_waits_and_goes_when_it_is_back
W4 faults/test_window.py::test_a_full_disk_behind_the_window_is_told_though_nobody_asked
W5 faults/test_window.py::test_a_read_only_store_is_shown_keeps_what_is_typed_and_takes_it_once_it_is_mended
W6 faults/test_window.py::test_damage_that_is_met_behind_the_window_leads_to_the_backup
W7 faults/test_window.py::test_while_another_desk_fetches_only_who_asked_is_told_and_both_end_well
W8 faults/test_window.py::test_a_keyring_that_is_locked_behind_the_window_is_told_though_nobody_asked
W9 faults/test_window.py::test_keys_that_are_gone_from_the_keyring_are_asked_for_at_their_strip
A1 ui/accounts/test_wizard.py::test_an_error_stands_at_its_field_and_is_mended_there
A2 ui/accounts/test_wizard.py::test_leaving_at_any_step_leaves_nothing_behind
A3 ui/accounts/test_deeds.py::test_a_broken_account_asks_for_just_the_field_at_fault
E1 ui/accounts/test_end_to_end.py::test_a_channel_is_connected_and_later_mended
U1 ui/test_offline_day.py::test_fifty_parcels_of_a_day_offline_go_out_once_each
C1 cli/test_care.py::test_a_damaged_store_is_bad_and_the_newest_backup_is_named
C2 ui/care/test_care.py::test_a_damaged_store_is_mended_from_a_backup
C3 cli/test_care.py::test_a_lost_keyring_ends_in_the_way_out_and_the_recovery_key_opens_the_store_again
C4 ui/care/test_care.py::test_a_lost_keyring_is_mended_by_the_recovery_key
C5 ui/care/test_care.py::test_a_start_without_the_key_asks_for_it_and_goes_on
C6 ui/care/test_care.py::test_pressing_the_strip_of_a_damaged_store_leaves_the_window_for_a_backup
C7 ui/care/test_care.py::test_who_left_for_a_backup_begins_anew_on_the_store_that_it_brought
D1 cli/test_window.py::test_a_window_that_does_not_answer_is_one_sentence
D2 ui/test_instance.py::test_the_order_that_is_wanted_is_shown_and_the_way_back_stays
D3 end2end/test_second_start.py::test_a_second_start_hands_over_and_commands_run_beside_the_window
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
DOORS = {"terminal", "window"}


def rows() -> list[list[str]]:
    assert __doc__ is not None
    lines = [line for line in __doc__.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def keys() -> dict[str, str]:
    assert __doc__ is not None
    return dict(re.findall(r"^([A-Z]\d+) (\S+::\S+)$", __doc__, re.MULTILINE))


def names_in(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_cell_of_the_matrix_names_a_test_that_is_there() -> None:
    known = keys()
    missing = [test for test in known.values() if test.partition("::")[2] not in names_in(test.partition("::")[0])]
    assert missing == []
    named = [key for row in rows() for cell in row[2:] for key in cell.split()]
    assert sorted(set(named) ^ set(known)) == [], "each key is used, each one used is known"


def test_each_fault_is_shown_at_both_doors_in_all_its_cells() -> None:
    found = rows()
    faults = {row[0] for row in found}
    assert len(faults) >= 9
    assert {(row[0], row[1]) for row in found} == {(fault, door) for fault in faults for door in DOORS}
    assert [row for row in found if len(row) != 6 or not all(row)] == []
