// One session told as a transcript: launched, told, closed whatever happens, compared with what is kept.
import type { Configuration } from './dap-session.js';
import { matchGolden } from './golden.js';
import { Narrator } from './narrator.js';

/** Registers a mocha test of the transcript's name. */
export function scenario(
  name: string,
  configuration: Configuration,
  story: (narrator: Narrator) => Promise<void>,
): void {
  it(name, async () => {
    await tell(name, await Narrator.launch(configuration), story);
  });
}

/** How much a search had to try changes with every improvement of it. */
const withoutEffort = (text: string): string =>
  text.replaceAll(/\d+ ticks in \d+ trials/g, 'N ticks in N trials');

export async function tell(
  name: string,
  narrator: Narrator,
  story: (narrator: Narrator) => Promise<void>,
): Promise<void> {
  try {
    await story(narrator);
  } finally {
    await narrator.close();
  }
  await matchGolden(name, withoutEffort(narrator.text));
}
