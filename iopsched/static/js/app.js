// Each behaviour is a file of its own; every page works without any of them.

import { busyOnSubmit } from "./busy.js";
import { copyLinks } from "./copy.js";
import { focusNotice } from "./notice.js";
import { submitOnChange } from "./filters.js";
import { offerNotifications } from "./notifications.js";
import { registerWorker } from "./worker.js";
import { beginAtToday } from "./today.js";
import { findInTable } from "./find.js";
import { markRoster } from "./roster.js";
import { moveBetweenSlots } from "./slots.js";
import { seekReplacements } from "./replacements.js";
import { watchSeats } from "./seats.js";
import { warnBeforeEnd } from "./hold.js";

offerNotifications(document);
busyOnSubmit(document);
copyLinks(document);
submitOnChange(document);
focusNotice(document);
beginAtToday(document);
findInTable(document);
markRoster(document);
moveBetweenSlots(document);
seekReplacements(document);
watchSeats(document);
warnBeforeEnd(document);
registerWorker();
