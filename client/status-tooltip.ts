// What the status bar says of each replay and comparison when somebody points at it, as Markdown. No editor in this file.
import type { ComparisonEntry, FilePlace, ReplayEntry } from '../server/protocol.js';
import { comparisonIcon, stateIcon } from './status-text.js';

/** The commands its links may run. */
export const TOOLTIP_COMMANDS = ['lockstep.openPlace'] as const;

export const statusTooltip = (
  replays: readonly ReplayEntry[],
  comparisons: readonly ComparisonEntry[],
): string => [...replays.map(replayText), ...comparisons.map(comparisonText)].join('\n\n---\n\n');

const comparisonText = ({ name, state, message }: ComparisonEntry): string =>
  `${comparisonIcon(state)} **${plain(name)}**\n\n${plain(message)}`;

function replayText({ name, status }: ReplayEntry): string {
  const { lanes } = status;
  const elapsed = status.elapsedMs > 0 ? ` (${Math.round(status.elapsedMs)} ms)` : '';
  const link = lanes.place === null ? '' : ` ${placeLink(lanes.place)}`;
  const lines = [
    `${stateIcon(status)} **${plain(name)}**`,
    `${plain(status.message)}${elapsed}`,
    ...(lanes.message === '' ? [] : [`${plain(lanes.message)}${link}`]),
    ...(lanes.gpu === '' ? [] : [plain(lanes.gpu)]),
  ];
  return lines.join('\n\n');
}

/** `stops.ts:50`, which opens there. */
function placeLink(place: FilePlace): string {
  const file = place.file.split(/[\\/]/).at(-1) ?? place.file;
  const [command] = TOOLTIP_COMMANDS;
  const argument = encodeURIComponent(JSON.stringify(place)).replaceAll("'", '%27');
  return `[${plain(`${file}:${place.line}`)}](command:${command}?${argument})`;
}

/** Text as it is: nothing in it is Markdown, HTML or an icon. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\\`*_{}[\]()#+\-!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ');
