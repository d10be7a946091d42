// The view's page: puts in the markup it is sent, and sends back what is clicked. It decides nothing else.
/* global acquireVsCodeApi, document, window */
'use strict';

const editor = acquireVsCodeApi();
const content = document.getElementById('content');

/** What a person opened or closed stays so on the next stop, by key and by whether it differs. */
const toggled = new Map();

window.addEventListener('message', ({ data }) => {
  const focused = document.activeElement?.dataset?.action;
  content.innerHTML = data.content;
  for (const element of content.querySelectorAll('details[data-key]')) {
    const isOpen = toggled.get(keyOf(element));
    if (isOpen !== undefined) element.open = isOpen;
  }
  if (focused !== undefined) content.querySelector(`[data-action="${focused}"]`)?.focus();
});

content.addEventListener(
  'click',
  (event) => {
    const summary = event.target.closest('summary');
    if (summary !== null) toggled.set(keyOf(summary.parentElement), !summary.parentElement.open);
    const target = event.target.closest('[data-action]');
    if (target === null) return;
    event.preventDefault();
    const { action, file, line } = target.dataset;
    editor.postMessage({ action, file, line: line === undefined ? undefined : Number(line) });
  },
  true,
);

function keyOf(element) {
  return `${element.dataset.key} ${element.className}`;
}

editor.postMessage({ action: 'ready' });
