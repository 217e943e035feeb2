"""A player asks for parts of a video: the beginning, what follows, the end."""

import pytest


@pytest.fixture
def video(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "plums.mp4").write_bytes(bytes(range(200)))
    return "/media/plums.mp4"


@pytest.mark.parametrize(
    ("asked", "said", "begin", "end"),
    [
        ("bytes=0-", "bytes 0-199/200", 0, 200),
        ("bytes=150-169", "bytes 150-169/200", 150, 170),
        ("bytes=190-999", "bytes 190-199/200", 190, 200),
        ("bytes=-5", "bytes 195-199/200", 195, 200),
        ("bytes=-999", "bytes 0-199/200", 0, 200),
    ],
)
def test_a_part_is_given(client, video, asked, said, begin, end):
    answer = client.get(video, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (206, said)
    assert answer["Content-Type"] == "video/mp4"
    content = answer.getvalue()
    assert content == bytes(range(200))[begin:end]
    assert int(answer["Content-Length"]) == len(content)


@pytest.mark.parametrize("asked", ["bytes=200-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(client, video, asked):
    answer = client.get(video, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */200")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=²-"])
def test_who_asks_for_no_part_gets_it_whole(client, video, asked):
    answer = client.get(video, headers={"Range": asked})
    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    assert answer.getvalue() == bytes(range(200))


def test_a_part_of_what_has_changed_since_is_not_mixed_with_the_new(client, video):
    since = client.get(video)["Last-Modified"]
    asked = {"Range": "bytes=5-9"}
    old = {"If-Range": "Wed, 01 Jan 2020 00:00:00 GMT"}
    assert client.get(video, headers=asked | {"If-Range": since}).status_code == 206
    assert client.get(video, headers=asked | old).status_code == 200
