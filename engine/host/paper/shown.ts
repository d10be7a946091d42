// What a peer said, as a message shows it: quoted, and no more of it than tells what it was.
const SHOWN_MAX = 120;

export const shown = (text: string): string =>
  JSON.stringify(text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}...` : text);
