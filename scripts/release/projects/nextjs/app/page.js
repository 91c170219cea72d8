// biome-ignore lint/style/noDefaultExport: Next.js wants it
export default function Page() {
  return <h1>Photos</h1>;
}
