// What every page needs; what few pages need comes only there. The upload page names its module itself: the browser then
// has it when the page is loaded, and no file can be dropped before somebody takes it.
import "hub/copy";
import "hub/dialogs";
import "hub/menus";
import "hub/once";
import "hub/requests";
import "hub/tabs";
import "hub/toasts";

if (document.querySelector("[data-viewer]:not([data-viewer=''])")) import("hub/viewer");
if (document.querySelector("[data-neighbours]")) import("hub/neighbours");
if (!document.querySelector("[data-upload]")) import("hub/upload/resume");
