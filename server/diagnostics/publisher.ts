// Joins the diagnostics of all replays by file and sends what changed. Replays that share a strategy find the same
// things in it; the editor gets each once.
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { FileDiagnostics } from './by-file.js';

/**
 * `static` is known after opening, `run` after the replay, `lanes` after the check of the lanes; `configuration` is what
 * lockstep.json has wrong.
 */
export type Layer = 'static' | 'run' | 'lanes' | 'configuration';

export interface PublisherOptions {
  readonly send: (params: PublishDiagnosticsParams) => void;
  readonly uriOf: (file: string) => string;
  readonly versionOf: (file: string) => number | undefined;
}

interface Slot {
  readonly owner: string;
  readonly layer: Layer;
  readonly files: FileDiagnostics;
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
    this.slots.set(key, { owner, layer, files });
    for (const file of new Set([...before.keys(), ...files.keys()])) this.publish(file);
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

  private publish(file: string): void {
    const diagnostics = [...this.diagnosticsOf(file)];
    const uri = this.options.uriOf(file);
    const text = JSON.stringify([uri, diagnostics]);
    if ((this.sent.get(file) ?? JSON.stringify([uri, []])) === text) return;
    this.sent.set(file, text);
    const version = this.options.versionOf(file);
    this.options.send({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  }
}
