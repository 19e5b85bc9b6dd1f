"""Which roles each address of staff is for: a line for each, by the room that holds it."""

from iopsched.domain.words import Role

ADMINS = frozenset({Role.ADMIN})
SCHEDULERS = ADMINS | {Role.COORDINATOR}
CALLERS = SCHEDULERS | {Role.FRONT_DESK}
COUNTERS = SCHEDULERS | {Role.BILLING}
LEADERS = SCHEDULERS | {Role.CLINICIAN}
AT_SESSIONS = LEADERS | {Role.FRONT_DESK}
LOOKERS = COUNTERS | {Role.FRONT_DESK}
EVERYBODY = frozenset(Role)

TABLE = {
    "absences": (SCHEDULERS, "add change name_stand_in remove show show_absence"),
    "accounts": (
        ADMINS,
        "add ask ask_change ask_password ask_settings change change_settings close reopen reset_password show",
    ),
    "admissions": (
        SCHEDULERS,
        "admit ask ask_contact change_contact give_address note_answer_about_texts stop_messages_to trust_number",
    ),
    "authorisations": (COUNTERS, "add ask_change change remove show"),
    "board": (AT_SESSIONS, "show"),
    "board_seats": (AT_SESSIONS, "show"),
    "calls": (CALLERS, "note show"),
    "certifications": (SCHEDULERS, "certify"),
    "changes": (
        SCHEDULERS,
        "ask_cancellation ask_details ask_link ask_seats ask_time cancel change_details change_link change_seats move "
        "reopen show",
    ),
    "clinicians": (SCHEDULERS, "bring_back merge rename retire show show_one"),
    "drafts": (SCHEDULERS, "show"),
    "dues": (LOOKERS, "show"),
    "gaps": (SCHEDULERS, "show"),
    "holidays": (SCHEDULERS, "ask_again choose close keep_open show"),
    "kiosks": (ADMINS, "close create show"),
    "ledger": (COUNTERS, "export_table export_workbook show"),
    "log": (SCHEDULERS, "export show"),
    "messages": (SCHEDULERS, "deal_with_text send_again show"),
    "offerings": (
        SCHEDULERS,
        "add_extra add_offering ask_end ask_extra ask_offering change_offering close_day end_offering reopen_day show "
        "show_offering",
    ),
    "patients_file": (SCHEDULERS, "ask look take_in"),
    "people": (EVERYBODY, "show show_person"),
    "previews": (SCHEDULERS, "apply leave show take_way undo"),
    "program_plan": (SCHEDULERS, "accept plan show"),
    "records": (SCHEDULERS, "archive ask_to_archive ask_to_merge merge reopen show_archive show_doubles tell_apart"),
    "replacements": (SCHEDULERS, "show"),
    "reports": (COUNTERS, "export_table export_workbook show"),
    "rooms": (SCHEDULERS, "add cap change remove show show_room"),
    "roster": (AT_SESSIONS, "mark show"),
    "seasons": (SCHEDULERS, "add change remove show show_season"),
    "seating": (
        SCHEDULERS,
        "ask_booking ask_cancellation ask_move book cancel move show_newcomers show_replacements show_week wait",
    ),
    "staff_calendars": (LEADERS, "create_link hide_link remove_link rename_link renew_link show"),
    "staff_letters": (COUNTERS, "ask write"),
    "treatment_plans": (SCHEDULERS, "add add_taper ask_change ask_new ask_removal ask_taper change remove"),
    "waitlist": (SCHEDULERS, "add_any ask_any place show take_off"),
    "wordings": (ADMINS, "change show"),
}
OPEN_TO = {f"{room}.{name}": roles for room, (roles, names) in TABLE.items() for name in names.split()}
"""Who gets in, by endpoint; everybody else gets 403."""
