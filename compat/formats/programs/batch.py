"""Sends batches with the Python client of Google, and prints what its callbacks got, as JSON."""
import json
import sys

import httplib2
from google.auth.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest, HttpRequest

origin, scenario = sys.argv[1:]
results = []


class Token(Credentials):
    """Credentials that a refresh turns into the token `new`."""

    def __init__(self, token):
        super().__init__()
        self.token = token

    def refresh(self, request):
        self.token = "new"


def take(resp, content):
    return {"status": resp.status, "body": content.decode("utf-8")}


def callback(request_id, response, exception):
    if exception is not None:
        response = {"status": exception.resp.status, "body": exception.content.decode("utf-8")}
    results.append([request_id, response["status"], response["body"]])


def add(batch, http, path, request_id=None, **more):
    batch.add(HttpRequest(http, take, origin + path, **more), request_id=request_id)


batch = BatchHttpRequest(callback=callback, batch_uri=origin + "/batch")
http = httplib2.Http()
try:
    if scenario == "results":
        add(batch, http, "/park/v1/animals/pony?fields=name", headers={"accept": "application/json"})
        add(batch, http, "/park/v1/animals/none")
        add(batch, http, "/park/v1/animals", "my long id with spaces and a very very long name that will be folded, as it is longer than 78 characters", method="POST", body='{"name":"cow"}')
        add(batch, http, "/park/v1/animals/pony", method="DELETE")
        add(batch, http, "/park/v1/animals/cow")
    elif scenario == "expired":
        http = AuthorizedHttp(Token("old"), http=http)
        add(batch, http, "/park/v1/animals/secret")
        add(batch, http, "/park/v1/animals/pony")
    elif scenario == "two-users":
        add(batch, AuthorizedHttp(Token("new"), http=httplib2.Http()), "/park/v1/animals/secret")
        add(batch, http, "/park/v1/animals/pony")
    elif scenario == "many":
        for number in range(3):
            add(batch, http, "/park/v1/animals/%d" % number)
    batch.execute(http=http)
except HttpError as error:
    results.append(["refused", error.resp.status, error._get_reason()])
print(json.dumps(results))
