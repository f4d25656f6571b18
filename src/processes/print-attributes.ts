/** Our words for frame, mat and wrap, in those of the print lab. */

const frames: Readonly<Record<string, string>> = {
  walnut: 'brown',
  oak: 'natural',
  black: 'black',
  white: 'white',
  gilt: 'gold',
};
const mounts: Readonly<Record<string, string>> = {
  white: 'Snow white',
  ivory: 'Off white',
  black: 'Black',
};
const wraps: Readonly<Record<string, string>> = {
  mirror: 'MirrorWrap',
  white: 'White',
  black: 'Black',
};

/** @param variant `walnut-white` for a framed print (finish, mat), `mirror` for a canvas */
export function attributesOf(labSku: string, variant: string): Readonly<Record<string, string>> {
  if (labSku.includes('CFPM')) {
    const [finish = '', mat = ''] = variant.split('-');
    const mount = mounts[mat];
    return { color: frames[finish] ?? 'black', ...(mount === undefined ? {} : { mountColor: mount }) };
  }
  if (labSku.includes('-CAN-')) return { wrap: wraps[variant] ?? 'MirrorWrap' };
  return {};
}
