// The time a capture covers.
import type { Manifest } from '../../core/schema/index.js';

/** A window that ends before it begins is one issue; nothing is measured against it. */
export const hasWindow = ({ window }: Pick<Manifest, 'window'>): boolean =>
  window.fromTs <= window.toTs;
