// zod's findings in our words: what is wrong at which path and line, and what would be right.
import type { z } from 'zod';
import { makeIssue, type Issue, type IssueCode, type IssueText } from './issue.js';
import { placeOfPath, type JsonSource } from './json-source.js';
import { locatePath, type JsonPath } from './json-text.js';
import { nearestName } from './nearest.js';
import { descriptionOf, knownKeys, schemaAt, valueAt } from './schema-shape.js';

type ZodFinding = z.core.$ZodIssue;

/** A document that did not fit its schema, with what is needed to say where and why. */
export interface Misfit {
  readonly source: JsonSource;
  readonly schema: z.core.$ZodType;
  /** What was parsed, as JSON.parse gave it. */
  readonly value: unknown;
}

/** A file with more findings than this is wrong as a whole; the rest would bury the first. */
export const SCHEMA_ISSUES_MAX = 50;

/** Translates zod's findings, at most `SCHEMA_ISSUES_MAX` of them. */
export function schemaIssues(misfit: Misfit, findings: readonly ZodFinding[]): Issue[] {
  return findings.flatMap((finding) => translate(misfit, finding)).slice(0, SCHEMA_ISSUES_MAX);
}

/** zod's findings inside a union or a record key carry paths relative to it; this one is absolute. */
interface Placed {
  readonly finding: ZodFinding;
  readonly path: JsonPath;
}

function translate(misfit: Misfit, finding: ZodFinding): Issue[] {
  const placed = innermost({ finding, path: finding.path as JsonPath });
  if (placed.finding.code === 'unrecognized_keys') {
    return placed.finding.keys.map((key) => unknownKey(misfit, placed.path, key));
  }
  const [code, text] = explain(misfit, placed);
  const part = placed.finding.code === 'invalid_key' ? 'key' : 'value';
  return [makeIssue(code, placeOfPath(misfit.source, placed.path, part), text)];
}

/** Of a union's branches, the finding that lies deepest: that branch was meant. Itself when none lies deeper. */
function innermost(placed: Placed): Placed {
  const { finding, path } = placed;
  if (finding.code !== 'invalid_union') return placed;
  let best = placed;
  for (const branch of finding.errors) {
    for (const inner of branch) {
      const below = innermost({ finding: inner, path: [...path, ...(inner.path as JsonPath)] });
      if (below.path.length > best.path.length) best = below;
    }
  }
  return best;
}

function unknownKey(misfit: Misfit, path: JsonPath, key: string): Issue {
  const known = knownKeys(schemaAt(misfit.schema, path, misfit.value));
  const nearest = nearestName(key, known);
  const list = known.length > 0 ? `Known here: ${known.join(', ')}.` : 'Remove it.';
  return makeIssue('schema.unknown-key', placeOfPath(misfit.source, [...path, key], 'key'), {
    message: `The key ${JSON.stringify(key)} is not known here.`,
    remedy: nearest === undefined ? list : `Did you mean ${JSON.stringify(nearest)}?`,
  });
}

type Explained = readonly [IssueCode, IssueText];

function explain(misfit: Misfit, { finding, path }: Placed): Explained {
  const found = valueAt(misfit.value, path);
  if (found === undefined) return missing(misfit, path, finding);
  switch (finding.code) {
    case 'invalid_type':
      return wrongType(misfit, { path, found, wanted: [finding.expected] });
    case 'invalid_union':
      return finding.errors.length === 0
        ? wrongChoice(found, discriminatorOptions(finding))
        : wrongType(misfit, { path, found, wanted: finding.errors.flatMap(expectedTypes) });
    case 'invalid_value':
      return wrongChoice(found, finding.values.map(String));
    case 'invalid_key':
      return wrongFormat(path[path.length - 1], finding.issues[0]?.message ?? finding.message);
    case 'too_small':
    case 'too_big':
      return outOfRange(found, finding);
    default:
      return wrongFormat(found, finding.message);
  }
}

const expectedTypes = (branch: readonly ZodFinding[]): string[] =>
  branch.map((inner) => (inner.code === 'invalid_type' ? inner.expected : 'another form'));

function discriminatorOptions(finding: ZodFinding): string[] {
  const options: unknown = 'options' in finding ? finding.options : undefined;
  return Array.isArray(options) ? options.map(String) : [];
}

function missing(misfit: Misfit, path: JsonPath, finding: ZodFinding): Explained {
  const name = JSON.stringify(path[path.length - 1] ?? 'value');
  const schema = schemaAt(misfit.schema, path, misfit.value);
  const meaning = descriptionOf(schema);
  const type = 'expected' in finding ? typeName(finding.expected) : 'a value';
  const choices = finding.code === 'invalid_value' ? finding.values.map(shown).join(' or ') : type;
  return [
    'schema.missing',
    {
      message: `${name} is missing.`,
      remedy:
        meaning === undefined
          ? `Add ${name}: ${choices}.`
          : `Add ${name}: ${choices} (${meaning}).`,
    },
  ];
}

interface TypeMismatch {
  readonly path: JsonPath;
  readonly found: unknown;
  readonly wanted: readonly string[];
}

function wrongType(misfit: Misfit, { path, found, wanted }: TypeMismatch): Explained {
  const { text } = misfit.source;
  if (typeof found === 'number' && wanted.includes('string')) {
    const span = locatePath(text, path);
    const written = text.slice(span.start, span.end);
    return [
      'schema.number-not-text',
      {
        message: `The JSON number ${written} stands where decimal text is expected; every language reads a JSON number in its own way.`,
        remedy: `Write it as text: "${written}".`,
      },
    ];
  }
  const types = [...new Set(wanted.map(typeName))].join(' or ');
  return [
    'schema.type',
    { message: `Expected ${types}, found ${shown(found)}.`, remedy: `Write ${types}.` },
  ];
}

function wrongChoice(found: unknown, choices: readonly string[]): Explained {
  const nearest = typeof found === 'string' ? nearestName(found, choices) : undefined;
  const list = choices.join(', ');
  return [
    'schema.choice',
    {
      message: `${shown(found)} is not one of: ${list}.`,
      remedy:
        nearest === undefined
          ? `Write one of: ${list}.`
          : `Did you mean ${JSON.stringify(nearest)}?`,
    },
  ];
}

/** Our schemas word their patterns as "expected ...". */
function wrongFormat(found: unknown, message: string): Explained {
  const wanted = message.startsWith('expected ') ? message.slice('expected '.length) : undefined;
  return [
    'schema.format',
    {
      message: `${shown(found)} does not fit: ${message}.`,
      remedy: wanted === undefined ? 'Correct the value.' : `Write ${wanted}.`,
    },
  ];
}

const UNITS = new Map<string, string>([
  ['string', ' characters'],
  ['array', ' items'],
]);

type RangeFinding = Extract<ZodFinding, { code: 'too_small' | 'too_big' }>;

function outOfRange(found: unknown, finding: RangeFinding): Explained {
  const bound = finding.code === 'too_small' ? finding.minimum : finding.maximum;
  const side = finding.code === 'too_small' ? 'least' : 'most';
  const strict = finding.inclusive === false ? ', that value excluded' : '';
  const unit = UNITS.get(finding.origin) ?? '';
  const own = finding.message.startsWith('expected ') ? `${finding.message}; ` : '';
  const limit = `at ${side} ${String(bound)}${unit}${strict}`;
  return [
    'schema.range',
    {
      message: `${shown(found)} is out of range: ${own}${limit}.`,
      remedy: `Write a value of ${limit}.`,
    },
  ];
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const typeName = (type: string): string => TYPE_NAMES[type] ?? type;

/** Long values are cut: a message is one line. */
const SHOWN_CHARACTERS_MAX = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS_MAX ? text : `${text.slice(0, SHOWN_CHARACTERS_MAX)}...`;
}
