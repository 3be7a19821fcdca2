// Betters pages that are complete without it: shows a password, hands a form over, tells times in the reader's zone.
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  for (const button of all("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal);
    const show = (shown) => {
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    };
    button.hidden = false;
    button.addEventListener("click", () => show(field.type === "password"));
    // Sent as a password, so that no browser keeps it among the things typed into text fields.
    field.form.addEventListener("submit", () => show(false));
    addEventListener("pageshow", () => show(false));
  }

  const forms = { date: { dateStyle: "long" }, clock: { timeStyle: "short" }, moment: { dateStyle: "long", timeStyle: "short" } };
  const language = { en: "en-GB", de: "de-DE" }[document.documentElement.lang];
  for (const time of all("time[data-as]")) {
    time.textContent = new Intl.DateTimeFormat(language, forms[time.dataset.as]).format(new Date(time.dateTime));
  }

  const parcel = document.querySelector("form[data-send]");
  const [visit] = performance.getEntriesByType("navigation");
  // Someone who came back must not be sent off again.
  if (parcel && (!visit || visit.type !== "back_forward")) parcel.submit();
})();
