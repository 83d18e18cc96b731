/**
 * On a kept page that stands in for one that is slow: what `sw.js` tells when that has come.
 *
 * An alert that is in force is shown at once, wherever the reader is; the text changes when they
 * open the new page, not under their eyes.
 */

const notice = document.querySelector(".mg-kept");
const alerts = document.createElement("div");
alerts.setAttribute("role", "alert");
notice.setAttribute("role", "status");
notice.before(alerts);

navigator.serviceWorker.addEventListener("message", ({ data }) => {
  notice.innerHTML = data.notice;
  alerts.innerHTML = (data.alerts || []).join("");
  for (const alert of alerts.querySelectorAll("[data-until]")) {
    if (Date.parse(alert.dataset.until) < Date.now()) alert.remove();
  }
  if (alerts.firstElementChild) alerts.scrollIntoView({ block: "nearest" });
});
