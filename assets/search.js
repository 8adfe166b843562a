// Suggestions under the search box, after the ARIA practice "editable combobox with list autocomplete, manual selection".
// Without this script the box is a plain search field and everything works; the script adds nothing but the list.
(() => {
  "use strict";
  const form = document.querySelector("form[data-suggestions]");
  const box = form && form.querySelector("input[type=search]");
  if (!box || !window.fetch || !window.AbortController) return;
  const WAIT = 150;
  const SHORTEST = 2;

  const make = (tag, attributes) => {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    return element;
  };
  const label = form.querySelector(`label[for="${box.id}"]`);
  label.id = `${box.id}-label`;
  const list = make("ul", { id: `${box.id}-suggesties`, class: "suggest", role: "listbox", "aria-labelledby": label.id, hidden: "" });
  const told = make("div", { class: "visually-hidden", role: "status" });
  const place = make("div", { class: "suggest-place" });
  box.replaceWith(place);
  place.append(box, list, told);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) {
    box.setAttribute(name, value);
  }

  let options = [];
  let active = -1;
  let timer = 0;
  let request = null;
  let asked = "";

  function mark(place) {
    if (options[active]) options[active].removeAttribute("aria-selected");
    active = place;
    const option = options[active];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function open(isOpen) {
    if (!isOpen) mark(-1);
    list.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
  }

  function show({ melding, suggesties }) {
    mark(-1);
    options = suggesties.map(({ tekst, bij }, place) => {
      const option = make("li", { id: `${list.id}-${place}`, class: "suggest__option", role: "option" });
      const name = make("bdi", { class: "suggest__text" });
      name.textContent = tekst;
      const about = make("span", { class: "suggest__about" });
      about.textContent = bij;
      option.append(name, " ", about);
      option.dataset.text = tekst;
      return option;
    });
    list.replaceChildren(...options);
    open(options.length > 0);
    told.textContent = melding;
  }

  function forget() {
    clearTimeout(timer);
    if (request) request.abort();
    request = null;
  }

  async function ask(text) {
    forget();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ zoek: text })}`, { signal });
      if (answer.ok && document.activeElement === box) show(await answer.json());
    } catch (fault) {
      // Whoever typed on aborted it; without a connection there are no suggestions, and searching still works.
      if (fault.name !== "AbortError") open(false);
    }
  }

  function choose(option) {
    forget();
    box.value = option.dataset.text;
    open(false);
    form.requestSubmit ? form.requestSubmit() : form.submit();
  }

  box.addEventListener("input", () => {
    const text = box.value.trim();
    if (text === asked) return;
    asked = text;
    forget();
    if (text.length < SHORTEST) {
      told.textContent = "";
      return open(false);
    }
    timer = setTimeout(() => ask(text), WAIT);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const isOpen = !list.hidden;
    const last = options.length - 1;
    switch (event.key) {
      case "ArrowDown":
        if (!options.length) return;
        if (!isOpen) open(true);
        mark(event.altKey ? active : active < last ? active + 1 : 0);
        break;
      case "ArrowUp":
        if (!options.length) return;
        if (event.altKey) open(false);
        else {
          if (!isOpen) open(true);
          mark(active > 0 ? active - 1 : last);
        }
        break;
      case "Enter":
        if (!isOpen || !options[active]) {
          forget();
          return open(false);
        }
        choose(options[active]);
        break;
      case "Escape":
        if (!isOpen) return;
        forget();
        open(false);
        break;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        return mark(-1);
      default:
        return;
    }
    event.preventDefault();
  });

  // The pointer chooses before the box loses the focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  box.addEventListener("blur", () => {
    forget();
    open(false);
  });

  // What is empty need not stand in the address, and a distance means nothing without a place.
  form.addEventListener("formdata", ({ formData }) => {
    const entries = [...formData];
    const postcode = formData.get("postcode");
    for (const [name, value] of entries) {
      if (!value.trim() || (name === "straal" && !postcode.trim())) formData.delete(name);
    }
  });
})();
