/** A storage of tiles in memory: a model of the port. */
import type { TileStore } from '../../src/notary/tiles.ts';

export type MemoryTiles = TileStore & { readonly files: Map<string, Uint8Array> };

export function memoryTiles(): MemoryTiles {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    put: async (name, bytes) => void files.set(name, Uint8Array.from(bytes)),
    get: async (name) => files.get(name),
    remove: async (name) => void files.delete(name),
  };
}
