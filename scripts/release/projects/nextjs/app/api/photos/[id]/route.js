export async function GET(request, { params }) {
  const { id } = await params;
  if (id !== '7') return Response.json({ title: 'No such photo' }, { status: 404 });
  return Response.json({ id: 7, title: 'Tram 28', user: request.headers.get('authorization') });
}

export async function PATCH(request, { params }) {
  const { id } = await params;
  return Response.json({ id: Number(id), ...(await request.json()) });
}
