"""Secrets that single commands take are found beyond doubt, and what is filled in later is none."""

from __future__ import annotations

import pytest

from opmap.connecting import utterances

SECRET = "wK39xTq72LmZa8Qp"
COMMANDS = [
    "curl -H 'PRIVATE-TOKEN: {}' https://x.example",
    'curl -H "X-Api-Key: {}" https://x.example',
    "curl -sS --header='Authorization: {}' https://x.example",
    "curl -H 'X-Foo-Credential: {}' https://x.example",
    "echo {} | docker login -u ci --password-stdin x.example",
    "echo -n '{}' | docker login -u ci --password-stdin x.example",
    "printf '%s' \"{}\" | gh auth login --with-token",
    "curl -b 'session={}' https://x.example",
    "twine upload -u a -p {} dist/*",
    "mosquitto_pub -h x.example -p 1883 -P {} -t a -m b",
    "curl -E cert.pem:{} https://x.example",
    "smbclient //x.example/a -U 'a%{}' -c ls",
    "http -a bot:{} POST https://x.example a=1",
    "openssl enc -aes-256-cbc -k {} -in a",
    "vault login {}",
    "mc alias set x https://x.example AKEY {}",
    "aws configure set aws_secret_access_key {}",
    "npm config set --global //x.example/:_authToken {}",
    "kubectl create secret generic a --from-literal=x={}",
    "PGPASSWORD={} psql -h x.example -c 'select 1'",
    "cd x && export DB_PASSWORD={}; make",
    "curl -F token={} -F ref=main https://x.example",
    "curl https://x.example -d 'password={}'",
    "npm publish --registry https://x.example --//x.example/:_authToken={}",
]


def told(text: str) -> dict[str, bool]:
    """Give each secret that is said, and whether beyond doubt."""
    found: dict[str, bool] = {}
    for one in utterances(text):
        said = text[one.start : one.end]
        found[said] = found.get(said, False) or one.sure
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_its_secret_beyond_doubt_and_nothing_else(command: str) -> None:
    assert told(command.replace("{}", SECRET)) == {SECRET: True}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "stand_in", ["$SECRET", "${SECRET}", "${{ secrets.SECRET }}", "{{ $env.SECRET }}", "<secret>", "$(cat secret1)"]
)
def test_what_is_filled_in_later_is_no_secret(command: str, stand_in: str) -> None:
    assert not any(told(command.replace("{}", stand_in)).values())


@pytest.mark.parametrize(
    "command",
    [
        "curl -H 'Content-Type: application/json' -H 'Accept: text/x1' -H 'X-Request-Id: a1b2c3d4' https://x.example",
        "curl -H 'Authorization: Bearer' https://x.example",
        "curl -b cookies1.txt -c cookies1.txt https://x.example",
        "grep -E 'a1b2:c3d4' list && sed -E s:a1:b2: x",
        "echo done1 | tee log; docker login --password-stdin < file",
        "git config user.name bot1 && kubectl config set-context shop1",
        "date -u +%Y-%m-%d; sudo -U ana%20b",
        "kubectl create configmap a --from-literal=region=eu-west-1",
        "tokens=$(jq .token1 a.json); token=$tokens; max_tokens=4096 run",
        "token = response1.json2, secret == other1",
        "pip install twine==4.0.2 -p python3",
    ],
)
def test_what_is_no_secret_is_left_alone(command: str) -> None:
    assert not any(told(command).values())
