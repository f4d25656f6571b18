/** Links: events that stand for another one, by "revision@stream" as their data. */

export const linkType = '$>';

export type Link = {
  /** -1: the stream's last event */
  readonly revision: number;
  /** '' if none is named */
  readonly stream: string;
};

/** undefined where it is no link: then the event is shown as it is */
export const parseLink = (data: Uint8Array): Link | undefined => {
  const text = Buffer.from(data.buffer, data.byteOffset, data.length).toString();
  const [, revision, stream = ''] = /^\s*([+-]?\d+)\s*(?:@(.*))?$/s.exec(text) ?? [];
  return revision === undefined ? undefined : { revision: Number(revision), stream };
};
