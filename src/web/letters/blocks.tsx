/** The blocks of a letter, as HTML for mail programs. */
import { type Cost, type LetterBlock, sans, serif } from './shapes.ts';

const text = `margin:0 0 24px;font:17px/1.55 ${sans};color:#48564f`;

export function Block({ block }: { block: LetterBlock }) {
  switch (block.is) {
    case 'text':
      return (
        <p class="soft" style={text}>
          {block.text}
        </p>
      );
    case 'action':
      return <Action {...block} />;
    case 'code':
      return <Code code={block.code} />;
    case 'tile':
      return <Tile {...block} />;
    case 'bill':
      return <Bill {...block} />;
    case 'list':
      return <List items={block.items} />;
    case 'records':
      return <Records {...block} />;
  }
}

const Action = ({ label, href }: { label: string; href: string }) => (
  <table role="presentation" cellPadding="0" cellSpacing="0" style="margin:4px 0 28px">
    <tr>
      <td class="cta" style="background:#1d5c48;border-radius:2px">
        <a
          class="cta"
          href={href}
          style={`display:inline-block;padding:14px 26px;font:bold 16px/1.2 ${sans};color:#ffffff;text-decoration:none;border-radius:2px;background:#1d5c48`}
        >
          {label}
        </a>
      </td>
    </tr>
  </table>
);

const Code = ({ code }: { code: string }) => (
  <p class="ink" style={`margin:0 0 24px;font:normal 36px/1.2 ${serif};letter-spacing:6px;color:#16211c`}>
    {code}
  </p>
);

type TileProps = { cid: string; alt: string; title: string; medium: string };

const Tile = ({ cid, alt, title, medium }: TileProps) => (
  <>
    <table role="presentation" width="100%" cellPadding="0" cellSpacing="0">
      <tr>
        <td class="room" align="center" style="background:#e6ebe4;padding:34px 20px 28px">
          <table role="presentation" cellPadding="0" cellSpacing="0">
            <tr>
              <td style="border:9px solid #65432c;border-color:#7b5539 #51341f #46301f #714d34;background:#fbf9f3;padding:20px">
                <img
                  src={`cid:${cid}`}
                  width="176"
                  height="220"
                  alt={alt}
                  style="display:block;border:1px solid #d9d4c6"
                />
              </td>
            </tr>
          </table>
        </td>
      </tr>
    </table>
    <p class="soft" style={`margin:12px 0 24px;font:14px/1.5 ${sans};color:#48564f`}>
      <span class="ink" style={`font:18px/1.3 ${serif};color:#16211c`}>
        {title}
      </span>
      <br />
      {medium}
    </p>
  </>
);

type BillProps = { lines: readonly Cost[]; total: Cost; vat: Cost };

const Bill = ({ lines, total, vat }: BillProps) => (
  <table width="100%" cellPadding="0" cellSpacing="0" style={`margin:10px 0 24px;font:15px/1.5 ${sans}`}>
    {lines.map(({ name, cost }) => (
      <tr key={name}>
        <th
          class="ink rule"
          scope="row"
          align="left"
          style="font-weight:normal;color:#16211c;padding:9px 0;border-top:1px solid #d0d8d1"
        >
          {name}
        </th>
        <td class="ink rule" align="right" style="color:#16211c;border-top:1px solid #d0d8d1">
          {cost}
        </td>
      </tr>
    ))}
    <tr>
      <th
        class="ink"
        scope="row"
        align="left"
        style="color:#16211c;padding:12px 0 0;border-top:2px solid #75837b;font-size:18px"
      >
        {total.name}
      </th>
      <td
        class="ink"
        align="right"
        style="color:#16211c;border-top:2px solid #75837b;padding:12px 0 0;font-size:18px;font-weight:bold"
      >
        {total.cost}
      </td>
    </tr>
    <tr>
      <th class="soft" scope="row" align="left" style="font-weight:normal;color:#48564f">
        {vat.name}
      </th>
      <td class="soft" align="right" style="color:#48564f">
        {vat.cost}
      </td>
    </tr>
  </table>
);

const List = ({ items }: { items: readonly string[] }) => (
  <ul class="soft" style={`margin:0 0 24px;padding-left:20px;font:15px/1.6 ${sans};color:#48564f`}>
    {items.map((item) => (
      <li key={item}>{item}</li>
    ))}
  </ul>
);

const Records = ({ title, text: words }: { title: string; text: string }) => (
  <p
    class="soft rule"
    style={`margin:30px 0 0;padding-top:18px;border-top:1px solid #d0d8d1;font:14px/1.6 ${sans};color:#48564f`}
  >
    <strong class="ink" style="color:#16211c">
      {title}
    </strong>{' '}
    {words}
  </p>
);
