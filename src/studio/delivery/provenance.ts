/** Every delivered picture says how it was made: a signed C2PA manifest inside the file, and the reading of it. */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { assume } from '../assume.ts';
import type { Signer } from '../process/protocol.ts';
import { packageFile } from '../vision/packages.ts';
import { coseSign1 } from './cose.ts';

export type Sign = (image: Uint8Array, contentType: string, about: About) => Promise<Uint8Array>;

export type About = { readonly style: string; readonly engine: string };

/** What of the package is used; its own types speak of browser objects. */
type C2pa = {
  initSync(input: { module: Uint8Array }): void;
  readonly WasmBuilder: { fromJson(json: string): Builder };
  readonly WasmReader: {
    fromBytes(contentType: string, image: Uint8Array, settings?: string): Promise<{ json(): string }>;
  };
};
type Builder = {
  sign(
    signer: { sign(claim: Uint8Array): Promise<Uint8Array>; reserveSize: number; alg: string },
    ingredients: readonly never[],
    contentType: string,
    image: Blob,
  ): Promise<Uint8Array>;
};

const reserved = 12_000;

let loaded: Promise<C2pa> | undefined;

/** The library reads its input through `Blob.slice` and `FileReaderSync`, which exist in browser workers alone. */
function load(): Promise<C2pa> {
  loaded ??= (async () => {
    if (!('FileReaderSync' in globalThis)) Object.assign(globalThis, { FileReaderSync: ReaderSync });
    const c2pa = assume<C2pa>(await import('@contentauth/c2pa-wasm'));
    c2pa.initSync({ module: readFileSync(packageFile('@contentauth/c2pa-wasm', 'pkg', 'c2pa_bg.wasm')) });
    return c2pa;
  })();
  return loaded;
}

const held = new WeakMap<Blob, Uint8Array<ArrayBuffer>>();

function blobOf(data: Uint8Array<ArrayBuffer>, type: string): Blob {
  const blob = new Blob([data], { type });
  held.set(blob, data);
  return Object.defineProperty(blob, 'slice', {
    value: (from = 0, to = data.length) => blobOf(data.subarray(from, to), type),
  });
}

/** A class because the library says `new FileReaderSync()`. */
class ReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer {
    return new Uint8Array(held.get(blob) ?? []).buffer;
  }
}

export async function signing({ key, certificates }: Signer): Promise<Sign> {
  const c2pa = await load();
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const secret = await crypto.subtle.importKey('pkcs8', derOf(key), algorithm, false, ['sign']);
  const chain = certificates.map(derOf);
  const sign = (claim: Uint8Array) => coseSign1(claim, secret, chain, reserved);
  return async (image, contentType, about) => {
    const builder = c2pa.WasmBuilder.fromJson(JSON.stringify(manifest(contentType, about)));
    const blob = blobOf(new Uint8Array(image), contentType);
    return await builder.sign({ sign, reserveSize: reserved, alg: 'es256' }, [], contentType, blob);
  };
}

/** Nothing of the person, the photo or the order: a picture is passed on, and the manifest goes with it. */
const manifest = (contentType: string, { style, engine }: About) => ({
  claim_generator_info: [{ name: 'Portrait123 studio', version: engine }],
  title: `${style} portrait`,
  format: contentType,
  assertions: [
    {
      label: 'c2pa.actions.v2',
      data: {
        actions: [
          {
            action: 'c2pa.created',
            // IPTC's word for a picture made from material of a person's own by trained and hand-written algorithms
            digitalSourceType:
              'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
            softwareAgent: { name: 'Portrait123 studio', version: engine },
          },
        ],
      },
    },
  ],
});

export type Provenance = {
  readonly state: 'Trusted' | 'Valid' | 'Invalid' | 'none';
  readonly generator: string | null;
  readonly actions: readonly string[];
};

type Report = {
  readonly validation_state?: string;
  readonly active_manifest?: string;
  readonly manifests?: Readonly<Record<string, Stated>>;
};
type Stated = {
  readonly claim_generator_info?: readonly { readonly name: string; readonly version?: string }[];
  readonly assertions?: readonly {
    readonly label: string;
    readonly data?: {
      readonly actions?: readonly { readonly action: string; readonly digitalSourceType?: string }[];
    };
  }[];
};

/** @param anchor PEM of a root that is trusted; without it the best answer is `Valid`. */
export async function readProvenance(
  image: Uint8Array,
  contentType: string,
  anchor?: string,
): Promise<Provenance> {
  const c2pa = await load();
  const settings =
    anchor && JSON.stringify({ trust: { trust_anchors: anchor }, verify: { verify_trust: true } });
  const report = await c2pa.WasmReader.fromBytes(contentType, image, settings || undefined).then(
    (reader) => assume<Report>(JSON.parse(reader.json())), // the library's own words; only read, never trusted
    () => undefined,
  );
  const stated = report?.manifests?.[report.active_manifest ?? ''];
  if (report === undefined || stated === undefined) return { state: 'none', generator: null, actions: [] };
  const [made] = stated.claim_generator_info ?? [];
  return {
    state: stateOf(report.validation_state),
    generator: made ? `${made.name} ${made.version ?? ''}`.trim() : null,
    actions: (stated.assertions ?? []).flatMap(({ data }) =>
      (data?.actions ?? []).map(({ action, digitalSourceType = '' }) =>
        `${action} ${digitalSourceType}`.trim(),
      ),
    ),
  };
}

const stateOf = (state: string | undefined): Provenance['state'] =>
  state === 'Trusted' || state === 'Valid' ? state : 'Invalid';

const derOf = (pem: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
