// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the page of a result move: one chart of the strategies that are chosen, with values where the
// pointer is, and one strategy's own section at a time. Without it everything is there, unmoved.
(() => {
  "use strict";
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const place = document.getElementById("live");
  const sections = [...document.querySelectorAll("section.strategy")];
  const shown = [
    { key: "soreness", label: "soreness", axis: "soreness, mm", unit: "mm" },
    { key: "gastrocnemius", label: "force of gastrocnemius", axis: "force, % of fresh", unit: "%" },
    { key: "soleus", label: "force of soleus", axis: "force, % of fresh", unit: "%" },
  ].filter((what) => figures.strategies[0][what.key]);
  let what = shown[0];
  const chosen = new Set(figures.strategies.slice(0, 2).map((_, index) => index));
  const COLOURS = 5;

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function style(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function colour(index) {
    return style(`--c${index % COLOURS}`);
  }

  // A date where the plan has one, else the number of the day.
  function dayName(day) {
    if (!figures.start) return `day ${day}`;
    const date = new Date(`${figures.start}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + day);
    const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.getUTCDay()];
    return `${weekday} ${date.toISOString().slice(0, 10)}`;
  }

  // Middle with its band over worlds, in three lines: two unseen edges, and the middle.
  function lines(index) {
    const course = figures.strategies[index][what.key];
    const name = figures.strategies[index].name;
    const own = colour(index);
    const edge = { pointRadius: 0, borderWidth: 0, pointHitRadius: 0, isEdge: true };
    return [
      { ...edge, label: name, data: course.low, fill: false },
      { ...edge, label: name, data: course.high, fill: "-1", backgroundColor: `${own}33` },
      { label: name, data: course.middle, borderColor: own, backgroundColor: own, borderWidth: 2.2,
        pointRadius: 0, pointHitRadius: 8, course },
    ];
  }

  function tip(item) {
    const course = item.dataset.course, day = item.dataIndex;
    const number = (value) => (value === null ? "-" : value.toFixed(1));
    const band = course.low[day] === null ? ""
      : ` (${number(course.low[day])} to ${number(course.high[day])})`;
    return `${item.dataset.label}: ${number(course.middle[day])} ${what.unit}${band}; one of ten `
      + (what.unit === "mm" ? `above ${number(course.nine_tenths[day])}`
        : `below ${number(course.tenth[day])}`);
  }

  function options() {
    const ink = style("--ink"), faint = style("--faint");
    return {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { ticks: { color: ink, maxTicksLimit: innerWidth < 600 ? 5 : 9, maxRotation: 0 },
             grid: { color: faint } },
        y: { beginAtZero: what.unit === "mm", ticks: { color: ink }, grid: { color: faint },
             title: { display: true, text: what.axis, color: ink } },
      },
      plugins: {
        legend: { labels: { color: ink, boxHeight: 2, filter: (item, data) => !data.datasets[item.datasetIndex].isEdge },
                  onClick: () => {} },
        tooltip: { filter: (item) => !item.dataset.isEdge,
                   callbacks: { title: (items) => (items.length ? dayName(items[0].dataIndex) : ""), label: tip } },
      },
    };
  }

  const canvas = element("canvas", { id: "course" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Soreness and force by morning, strategies chosen above");
  let chart = null;

  function draw() {
    const labels = Array.from({ length: figures.days }, (_, day) =>
      (figures.start ? dayName(day).slice(9) : String(day)));
    chart?.destroy();
    chart = new Chart(canvas, {
      type: "line",
      data: { labels, datasets: [...chosen].sort((a, b) => a - b).flatMap(lines) },
      options: options(),
    });
  }

  function switches() {
    const box = element("fieldset", { className: "switches" },
      element("legend", { textContent: "Strategies in the chart" }));
    figures.strategies.forEach((strategy, index) => {
      const input = element("input", { type: "checkbox", checked: chosen.has(index) });
      input.addEventListener("change", () => {
        if (input.checked) chosen.add(index); else chosen.delete(index);
        draw();
      });
      box.append(element("label", {}, input, ` ${strategy.name}`));
    });
    return box;
  }

  function chooser() {
    const select = element("select", {});
    shown.forEach((one, index) => select.append(element("option", { value: index, textContent: one.label })));
    select.addEventListener("change", () => { what = shown[select.value]; draw(); });
    return element("label", { className: "chooser" }, "Show ", select);
  }

  function tabs() {
    const select = element("select", { id: "tabs" });
    figures.strategies.forEach((strategy, index) =>
      select.append(element("option", { value: index, textContent: strategy.name })));
    const show = () => sections.forEach((section, index) =>
      section.classList.toggle("away", index !== Number(select.value)));
    select.addEventListener("change", show);
    show();
    return element("label", { className: "chooser" }, "In detail: ", select);
  }

  place.append(switches(), chooser(), element("div", { className: "canvas" }, canvas),
    element("p", { className: "soft", textContent: "Line: the middle runner in the middle world. "
      + "Area: where nine of ten worlds lie. Point at a morning for its numbers." }));
  if (sections.length > 1) place.append(tabs());
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
