// Small help on top of pages that work without it. An answer on a scale is said back in a sentence,
// and read out; without this file the filled mark says it alone.
document.addEventListener("change", ({ target }) => {
  const scale = target.closest?.("[data-scale]");
  if (!scale || target.type !== "radio") return;
  scale.querySelector(".picked").textContent = target.dataset.echo ?? "";
});
