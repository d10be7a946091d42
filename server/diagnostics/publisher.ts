// Joins the diagnostics of all replays by file and sends what changed. Replays that share a strategy find the same
// things in it; the editor gets each once.
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { FileDiagnostics } from './by-file.js';
import { movedDiagnostics } from './moved.js';

/**
 * `static` is known after opening, `run` after the replay; `lanes` (where they differ) and `portability` (what keeps the
 * strategy out of them) after their check; `configuration` is what lockstep.json has wrong.
 */
export type Layer = 'static' | 'run' | 'lanes' | 'portability' | 'configuration';

export interface PublisherOptions {
  readonly send: (params: PublishDiagnosticsParams) => void;
  readonly uriOf: (file: string) => string;
  readonly versionOf: (file: string) => number | undefined;
  /** Of a file that is open; a diagnostic keeps to the words it is about. */
  readonly textOf: (file: string) => string | undefined;
}

interface Slot {
  readonly owner: string;
  readonly layer: Layer;
  readonly files: FileDiagnostics;
  /** The texts they are about, by file, of those that are open. */
  readonly texts: ReadonlyMap<string, string>;
}

export class Publisher {
  private readonly slots = new Map<string, Slot>();
  /** Last sent text by file, to send changes only. */
  private readonly sent = new Map<string, string>();

  constructor(private readonly options: PublisherOptions) {}

  /** Replaces what one owner has in one layer. */
  set(owner: string, layer: Layer, files: FileDiagnostics): void {
    const key = JSON.stringify([owner, layer]);
    const before = this.slots.get(key)?.files ?? new Map<string, readonly Diagnostic[]>();
    this.slots.set(key, { owner, layer, files, texts: this.textsOf(files) });
    for (const file of new Set([...before.keys(), ...files.keys()])) this.publish(file);
  }

  /**
   * A file was opened, typed in or closed. The editor moves what it shows by itself; what is sent next stands there too.
   * Told of every change, because between the ends of two changes everything counts as changed.
   */
  noteText(file: string): void {
    const now = this.options.textOf(file);
    for (const [key, slot] of this.slots) {
      const diagnostics = slot.files.get(file);
      if (diagnostics === undefined) continue;
      const before = slot.texts.get(file) ?? now;
      const moved =
        before === undefined || now === undefined
          ? diagnostics
          : movedDiagnostics(diagnostics, before, now);
      const files = new Map([...slot.files, [file, moved]]);
      const others = [...slot.texts].filter(([other]) => other !== file);
      const texts = new Map(now === undefined ? others : [...others, [file, now]]);
      this.slots.set(key, { ...slot, files, texts });
    }
  }

  /** Takes back everything an owner has shown. */
  clear(owner: string): void {
    for (const slot of [...this.slots.values()]) {
      if (slot.owner === owner) this.set(owner, slot.layer, new Map());
    }
  }

  diagnosticsOf(file: string): readonly Diagnostic[] {
    const unique = new Map<string, Diagnostic>();
    for (const { files } of this.slots.values()) {
      for (const diagnostic of files.get(file) ?? []) {
        const { range, code, message } = diagnostic;
        const key = JSON.stringify([range, code, message]);
        if (!unique.has(key)) unique.set(key, diagnostic);
      }
    }
    return [...unique.values()];
  }

  private textsOf(files: FileDiagnostics): ReadonlyMap<string, string> {
    const open = [...files.keys()].flatMap((file) => {
      const text = this.options.textOf(file);
      return text === undefined ? [] : [[file, text] as const];
    });
    return new Map(open);
  }

  private publish(file: string): void {
    const diagnostics = [...this.diagnosticsOf(file)];
    const uri = this.options.uriOf(file);
    const version = this.options.versionOf(file);
    // The editor has moved what it shows along with the text, so the same places in another text are something new.
    const about = diagnostics.length === 0 ? null : version;
    const text = JSON.stringify([uri, diagnostics, about]);
    if ((this.sent.get(file) ?? JSON.stringify([uri, [], null])) === text) return;
    this.sent.set(file, text);
    this.options.send({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  }
}
