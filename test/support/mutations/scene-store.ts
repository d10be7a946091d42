// Scenes by seed and needs, since most kinds can do with the same ones.
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import type { Scene, SceneNeeds } from './kind.js';
import { drawScene } from './scenery.js';

/** A scene is some megabytes; the newest are those asked for next. */
const SCENES_MAX = 40;

export class SceneStore {
  private readonly scenes = new Map<string, Promise<Scene | null>>();

  scene(client: ReplayClient, seed: number, needs: SceneNeeds): Promise<Scene | null> {
    const key = `${String(seed)} ${keyOf(needs)}`;
    const known = this.scenes.get(key);
    if (known !== undefined) return known;
    const scene = drawScene(client, seed, needs);
    this.scenes.set(key, scene);
    const [oldest] = this.scenes.keys();
    if (this.scenes.size > SCENES_MAX && oldest !== undefined) this.scenes.delete(oldest);
    return scene;
  }
}

/** Functions by their text: two needs with the same text want the same. */
const keyOf = (needs: SceneNeeds): string =>
  JSON.stringify(needs, (_name, value: unknown) =>
    typeof value === 'function' ? String(value) : value,
  );
