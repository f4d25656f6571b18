/**
 * An invoice as a PDF that prints on one page. The fonts are embedded: with those that a PDF reader brings along, names
 * such as Łukasz come out as something else.
 */
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { longDate, money } from '../components/format.ts';

export type InvoicePdf = {
  /** `2026-000218` */
  readonly number: string;
  /** "P-1042" */
  readonly order: string;
  /** ISO 8601 */
  readonly issuedAt: string;
  readonly seller: {
    readonly name: string;
    readonly address: readonly string[];
    readonly vatId?: string | undefined;
  };
  /** Line by line; a simplified invoice names nobody (Directive 2006/112/EC Art. 226b). */
  readonly buyer: readonly string[];
  readonly lines: readonly Line[];
  readonly delivery: number;
  readonly totalCents: number;
  readonly vatCents: number;
  readonly vatRate: number;
  readonly currency: string;
  /** A sample shop's invoices say that they are none. */
  readonly sample: boolean;
};
type Line = {
  readonly name: string;
  readonly quantity: number;
  readonly unitCents: number;
  readonly totalCents: number;
};

const fonts = {
  text: fileURLToPath(new URL('../assets/fonts/hanken-grotesk-regular.ttf', import.meta.url)),
  bold: fileURLToPath(new URL('../assets/fonts/hanken-grotesk-bold.ttf', import.meta.url)),
};

/** A4, in points. */
const page = { left: 62, right: 533, top: 60 };
const columns = { quantity: 330, unit: 380, total: 460 };
const cell = { width: 73, align: 'right' } as const;

type Pdf = InstanceType<typeof PDFDocument>;

export function invoicePdf(invoice: InvoicePdf): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: page.left,
    info: { Title: `Invoice ${invoice.number}` },
  });
  pdf.registerFont('text', fonts.text).registerFont('bold', fonts.bold);
  head(pdf, invoice);
  const after = table(pdf, invoice, 330);
  sums(pdf, invoice, after + 14);
  foot(pdf, invoice);
  return finished(pdf);
}

function head(pdf: Pdf, { number, order, issuedAt, seller, buyer, sample }: InvoicePdf): void {
  pdf.font('bold').fontSize(22).text('Invoice', page.left, page.top);
  if (sample)
    pdf
      .font('bold')
      .fontSize(10)
      .text('Sample: this shop sells nothing.', page.left, page.top + 30);
  pdf.font('text').fontSize(10);
  pdf.text([seller.name, ...seller.address].join('\n'), 340, page.top, { width: 193, align: 'right' });
  pdf.text(buyer.join('\n'), page.left, 150, { width: 260 });
  const facts = [
    ['Invoice number', number],
    ['Date of invoice and supply', longDate(issuedAt)],
    ['Order', order],
    ...(seller.vatId === undefined ? [] : [['VAT id', seller.vatId]]),
  ];
  facts.forEach(([name = '', value = ''], i) => {
    pdf.font('text').text(name, page.left, 240 + 16 * i, { width: 170 });
    pdf.font('bold').text(value, page.left + 175, 240 + 16 * i, { width: 300 });
  });
}

/** @returns where it ends */
function table(pdf: Pdf, { lines, delivery, currency }: InvoicePdf, top: number): number {
  const shown = (cents: number) => money({ cents, currency });
  pdf.font('bold').fontSize(10).text('What', page.left, top);
  pdf.text('Number', columns.quantity - 20, top, { width: 60, align: 'right' });
  pdf.text('Each', columns.unit, top, cell).text('Sum', columns.total, top, cell);
  rule(pdf, top + 16);
  const rows = [
    ...lines.map(({ name, quantity, unitCents, totalCents }) => [
      name,
      String(quantity),
      shown(unitCents),
      shown(totalCents),
    ]),
    ...(delivery > 0 ? [['Delivery', '1', shown(delivery), shown(delivery)]] : []),
  ];
  pdf.font('text');
  rows.forEach(([name = '', quantity = '', unit = '', total = ''], i) => {
    const y = top + 24 + 20 * i;
    pdf.text(name, page.left, y, { width: 240 });
    pdf.text(quantity, columns.quantity - 20, y, { width: 60, align: 'right' });
    pdf.text(unit, columns.unit, y, cell).text(total, columns.total, y, cell);
  });
  const end = top + 24 + 20 * rows.length;
  rule(pdf, end);
  return end;
}

function sums(pdf: Pdf, { totalCents, vatCents, vatRate, currency }: InvoicePdf, top: number): void {
  const rows: readonly (readonly [string, number])[] = [
    ['Net', totalCents - vatCents],
    [`VAT, ${vatRate} %`, vatCents],
    ['Total', totalCents],
  ];
  rows.forEach(([name, cents], i) => {
    pdf.font(name === 'Total' ? 'bold' : 'text').fontSize(name === 'Total' ? 12 : 10);
    pdf.text(name, 300, top + 18 * i, { width: 140 });
    pdf.text(money({ cents, currency }), columns.total - 40, top + 18 * i, {
      width: cell.width + 40,
      align: 'right',
    });
  });
}

function foot(pdf: Pdf, { seller }: InvoicePdf): void {
  const says =
    'Paid. Portraits are painted by software from the buyer’s photograph (Regulation (EU) 2024/1689 Art. 50).';
  pdf
    .font('text')
    .fontSize(9)
    .text(`${says} ${seller.name}.`, page.left, 740, { width: page.right - page.left });
}

const rule = (pdf: Pdf, y: number): unknown =>
  pdf.moveTo(page.left, y).lineTo(page.right, y).lineWidth(0.5).stroke();

function finished(pdf: Pdf): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => void chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    pdf.end();
  });
}
