// The first field in which two events differ, both as lines of JSON.

export interface FieldDifference {
  readonly field: string;
  readonly reference: string;
  readonly found: string;
}

export function differingField(reference: string, found: string): FieldDifference {
  const nothing = {
    reference: reference === '' ? 'no event' : reference,
    found: found === '' ? 'no event' : found,
  };
  if (reference === '' || found === '') return { field: '', ...nothing };
  return differing(JSON.parse(reference), JSON.parse(found), '') ?? { field: '', ...nothing };
}

function differing(reference: unknown, found: unknown, path: string): FieldDifference | null {
  if (isNested(reference) && isNested(found)) {
    for (const key of Object.keys({ ...reference, ...found })) {
      const inner = Array.isArray(reference)
        ? `${path}[${key}]`
        : path === ''
          ? key
          : `${path}.${key}`;
      const difference = differing(reference[key], found[key], inner);
      if (difference !== null) return difference;
    }
    return null;
  }
  return reference === found
    ? null
    : { field: path, reference: show(reference), found: show(found) };
}

const isNested = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const show = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);
