// The view's page: puts in the markup it is sent, and sends back what is clicked. Beyond that it folds what can be folded
// and goes from one difference to the next; it decides nothing else.
/* global acquireVsCodeApi, document, window */
'use strict';

const editor = acquireVsCodeApi();
const content = document.getElementById('content');

/** What a person opened or closed stays so on the next stop, by key and by whether it differs. */
const toggled = new Map();

window.addEventListener('message', ({ data }) => {
  const focused = document.activeElement?.dataset?.action;
  const before = window.scrollY;
  content.innerHTML = data.content;
  for (const element of content.querySelectorAll('details[data-key]')) {
    const isOpen = toggled.get(keyOf(element));
    if (isOpen !== undefined) element.open = isOpen;
  }
  if (focused !== undefined) content.querySelector(`[data-action="${focused}"]`)?.focus();
  window.scrollTo(0, before);
  if (data.isAtTop === true) showTop();
  if (data.row !== undefined)
    goTo(content.querySelector(`[data-row="${data.row}"]`), focused === undefined);
});

content.addEventListener(
  'click',
  (event) => {
    const summary = event.target.closest('summary');
    if (summary !== null) toggled.set(keyOf(summary.parentElement), !summary.parentElement.open);
    const toggle = event.target.closest('[data-toggle]');
    if (toggle !== null) fold(toggle);
    const target = event.target.closest('[data-action]');
    if (target === null) return;
    event.preventDefault();
    send(target.dataset);
  },
  true,
);

/** The keys of the debugger's departures. */
window.addEventListener('keydown', (event) => {
  if (event.key !== 'F9' || !event.altKey || content.querySelector('table.rows') === null) return;
  event.preventDefault();
  send({ action: event.shiftKey ? 'previousDifference' : 'nextDifference' });
});

function send({ action, file, line, side, to }) {
  const isOnPage = action === 'nextDifference' || action === 'previousDifference';
  if (isOnPage && goToDifference(action === 'nextDifference' ? 1 : -1)) return;
  editor.postMessage({ action, file, line: count(line), side: count(side), to: count(to) });
}

const count = (text) => (text === undefined ? undefined : Number(text));

/** Whether this page has one more in that direction. */
function goToDifference(step) {
  const rows = [...content.querySelectorAll('.row.departs')];
  const current = content.querySelector('.row.current');
  const at = current === null ? -1 : Number(current.dataset.row);
  const isAhead = (row) => (step > 0 ? Number(row.dataset.row) > at : Number(row.dataset.row) < at);
  const row = step > 0 ? rows.find(isAhead) : rows.findLast(isAhead);
  if (row !== undefined) goTo(row, true);
  return row !== undefined;
}

/** The first row below what stays in place above the rows. */
function showTop() {
  const rows = content.querySelector('table.rows');
  const bar = content.querySelector('.toolbar');
  if (rows !== null && bar !== null)
    window.scrollTo(0, Math.min(window.scrollY, rows.offsetTop - bar.offsetHeight));
}

function goTo(row, withFocus) {
  if (row === null) return;
  content.querySelector('.row.current')?.classList.remove('current');
  row.classList.add('current');
  row.scrollIntoView({ block: 'center' });
  if (withFocus) row.focus({ preventScroll: true });
}

function fold(toggle) {
  const fields = content.querySelector(`[data-fields="${toggle.dataset.toggle}"]`);
  fields.hidden = !fields.hidden;
  toggle.setAttribute('aria-expanded', String(!fields.hidden));
}

function keyOf(element) {
  return `${element.dataset.key} ${element.className}`;
}

editor.postMessage({ action: 'ready' });
