"""English: the state of the program, jobs in the window, repair, archive."""

SENTENCES = {
    "error.repair_in_use": "The database cannot be repaired while the program runs. Close all its windows and try"
    " again.",
    "error.repair_no_backup": "The folder {file} holds no sound backup. With --empty you begin with an empty database;"
    " the damaged one stays beside it.",
    "health.worker_alive": "The background process runs (version {version}).",
    "health.worker_idle": "The background process is not running and not needed: no window is open, nothing waits.",
    "health.worker_silent": "The background process runs but does not answer. Close the window and open it again; the"
    " jobs will finish.",
    "health.worker_version": "The background process is version {found}, the program {expected}. Close the window and"
    " open it again.",
    "health.worker_gone": "A window is open but its background process is gone. Wait a minute; if it does not come"
    " back, open the window again.",
    "health.worker_stopped": "The background process is not running; waiting: {jobs}. Open the program's window;"
    " the jobs will finish.",
    "health.queue_ok": "Jobs: {queued} waiting, {running} running.",
    "health.queue_slow": "Jobs: {queued} waiting, {running} running; the oldest has waited {minutes} min. The jobs"
    " panel shows what holds them up.",
    "health.queue_failed": "Failed jobs: {count}. The jobs panel says why and can try them again.",
    "health.folder_unwritable": "The folder {path} cannot be written. Check its permissions, or put another folder"
    " into the environment variable ESTIMATOR_HOME.",
    "health.database_corrupt": "The database is damaged ({detail}). Close the program and restore the newest backup.",
    "health.database_newer": "A newer version of the program wrote this data. Start the newer version. {detail}",
    "health.database_busy": "The database is busy ({detail}). Try again in a moment.",
    "health.database_unwritable": "The database cannot be opened ({detail}). Check permissions and free space.",
    "health.database_none": "There is no database yet: the program has not read anything.",
    "health.database_ok": "The database is sound ({size} MB).",
    "health.disk_ok": "Free space: {free} MB.",
    "health.disk_low": "Free space is low: {free} MB. Make room for at least 1 GB.",
    "health.disk_full": "The disk is full: only {free} MB are free. Make room; nothing stored is lost.",
    "health.backup_ok": "Last backup: {at}.",
    "health.backup_old": "The last backup is old: {at}. Let the program run for a while; it makes one by itself.",
    "health.backup_none": "There is no backup yet; the first is made after a day of use.",
    "health.cleanup_ok": "Last clean-up: {at}.",
    "health.cleanup_late": "The clean-up is late ({tasks}). The jobs panel says why it did not finish.",
    "health.cleanup_never": "No clean-up yet; the first is made after a day of use.",
    "health.catalogues_ok": "Price lists: {count}, the newest loaded {days}.",
    "health.catalogues_old": "Price lists: {count}, the newest loaded {days}. Load a newer edition.",
    "health.catalogues_none": "No price list is loaded; positions are not matched.",
    "health.claude_ready": "A Claude key is set.",
    "health.claude_none": "No Claude key is set; everything works without one.",
    "health.mineru_ready": "MinerU: {path}.",
    "health.mineru_none": "MinerU is not installed; everything works without it.",
    "health.repair_hint": "Restore a backup: estimator-desktop doctor --repair (the damaged database stays beside it).",
    "health.set_aside": "The damaged database was set aside: {path}",
    "health.restored": "Restored from the backup {path}",
    "health.title": "Program health",
    "health.again": "Check again",
    "health.looking": "Checking…",
    "health.well": "All is well.",
    "health.unwell": "Something needs attention.",
    "health.finish_jobs": "Finish jobs after the window is closed",
    "health.finish_jobs_tip": "Off: jobs are interrupted on closing and resume when the window is opened again.",
    "repair.title": "The database is damaged",
    "repair.text": "The database with your projects is damaged and cannot be opened. I will set it aside, delete"
    " nothing, and restore the newest backup ({at}).",
    "repair.text_no_backup": "The database with your projects is damaged and cannot be opened. There is no sound"
    " backup. I can set it aside and start with an empty one.",
    "repair.restore": "Restore the backup",
    "repair.empty": "Start with an empty one",
    "repair.quit": "Quit",
    "archive.show": "Archive ({count})",
    "archive.tip": "Projects that nobody has touched for a long time. A click brings one back.",
    "archive.row": "archived {day}",
    "jobs.copy": "Copy the details",
    "action.health": "Program health",
    "cli.project_jobs": "Jobs: {count}",
    "event.enqueued": "queued",
    "event.started": "started",
    "event.progress": "progress",
    "event.done": "done",
    "event.failed": "failed",
    "event.cancelled": "cancelled",
    "event.interrupted": "interrupted",
    "event.retried": "to be tried again",
    "event.recovered": "recovered",
    "cli.job_state": "Job {id}: {state}",
}

COUNTED = {
    "days_ago": ("day", "days", "days"),
    "months_ago": ("month", "months", "months"),
    "years_ago": ("year", "years", "years"),
}
