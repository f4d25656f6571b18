/** Other painters of photos, from Debian's packages: imagemagick, gmic, python3-opencv. */

export type Peer = {
  readonly name: string;
  readonly file: string;
  readonly command: (from: string, to: string) => readonly string[];
};

const opencv = 'import cv2, sys; cv2.imwrite(sys.argv[2], cv2.stylization(cv2.imread(sys.argv[1])))';

export const peers: readonly Peer[] = [
  {
    name: 'ImageMagick -paint',
    file: 'peer-paint.png',
    command: (from, to) => ['convert', from, '-paint', '6', to],
  },
  {
    name: 'ImageMagick -charcoal',
    file: 'peer-charcoal.png',
    command: (from, to) => ['convert', from, '-charcoal', '2', to],
  },
  {
    name: 'G’MIC fx_brushify',
    file: 'peer-brushify.png',
    command: (from, to) => ['gmic', from, 'fx_brushify', ',', 'output', to],
  },
  {
    name: 'G’MIC fx_engrave',
    file: 'peer-engrave.png',
    command: (from, to) => ['gmic', from, 'fx_engrave', ',', 'output', to],
  },
  {
    name: 'OpenCV stylization',
    file: 'peer-stylization.png',
    command: (from, to) => ['/usr/bin/python3', '-c', opencv, from, to],
  },
];
