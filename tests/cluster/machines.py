"""Two servers of ClickHouse that hold the same table, and the ZooKeeper by which they agree: as
Debian has them, in a folder of their own, on ports nobody else has."""

import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from shop.statistics.clickhouse import Node, Unanswered
from shop.statistics.copying import ORDER, SHAPE, TABLE
from tests.run import free_port

NEEDED = {
    "clickhouse-server": lambda: bool(shutil.which("clickhouse-server", path=SBIN)),
    "zookeeper": lambda: Path(ZOOKEEPER).exists(),
}
SBIN = "/usr/sbin:/usr/bin"
ZOOKEEPER = "/usr/share/java/zookeeper.jar"
# Tenths of a second.
PATIENCE = 600
CONFIG = """<yandex>
    <logger><level>warning</level><log>{folder}/log</log><errorlog>{folder}/errors</errorlog></logger>
    <listen_host>127.0.0.1</listen_host>
    <http_port>{http}</http_port>
    <tcp_port>{tcp}</tcp_port>
    <interserver_http_host>127.0.0.1</interserver_http_host>
    <interserver_http_port>{between}</interserver_http_port>
    <path>{folder}/data/</path>
    <tmp_path>{folder}/tmp/</tmp_path>
    <users_config>{folder}/users.xml</users_config>
    <default_profile>default</default_profile>
    <default_database>default</default_database>
    <mark_cache_size>67108864</mark_cache_size>
    <macros><replica>{name}</replica></macros>
    <zookeeper>
        <node><host>127.0.0.1</host><port>{zookeeper}</port></node>
        <session_timeout_ms>4000</session_timeout_ms>
    </zookeeper>
</yandex>
"""
USERS = """<yandex>
    <profiles><default/></profiles>
    <quotas><default/></quotas>
    <users><default>
        <password/><networks><ip>127.0.0.1</ip></networks>
        <profile>default</profile><quota>default</quota>
    </default></users>
</yandex>
"""
CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} ({SHAPE}) "
    f"ENGINE = ReplicatedMergeTree('/tables/{TABLE}', '{{replica}}') {ORDER}"
)


class Machine:
    """A program that can be killed and started again."""

    command: list[str]

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir()
        self.process = None

    def start(self) -> None:
        with open(self.folder / "output", "ab") as output:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig=KILL", *self.command],
                cwd=self.folder,
                stdout=output,
                stderr=output,
            )

    def kill(self) -> None:
        """Without a word: what it had not written down is lost."""
        self.process.kill()
        self.process.wait()


class ZooKeeper(Machine):
    def __init__(self, folder: Path):
        super().__init__(folder)
        self.port = free_port()
        jars = "/usr/share/java/zookeeper.jar:/usr/share/java/*"
        main = "org.apache.zookeeper.server.ZooKeeperServerMain"
        quiet = "-Dzookeeper.admin.enableServer=false"
        self.command = ["java", "-Xmx128m", quiet, "-cp", jars, main, str(self.port), str(folder)]


class Server(Machine):
    def __init__(self, folder: Path, zookeeper: ZooKeeper):
        super().__init__(folder)
        http, tcp, between = free_port(), free_port(), free_port()
        (folder / "users.xml").write_text(USERS)
        (folder / "config.xml").write_text(
            CONFIG.format(
                folder=folder,
                name=folder.name,
                http=http,
                tcp=tcp,
                between=between,
                zookeeper=zookeeper.port,
            )
        )
        self.url = f"http://127.0.0.1:{http}/default"
        self.node = Node(self.url)
        self.command = [
            shutil.which("clickhouse-server", path=SBIN),
            f"--config-file={folder}/config.xml",
        ]

    def wait_until(self, is_ready) -> None:
        for _ in range(PATIENCE):
            with suppress(Unanswered):
                if is_ready(self.node):
                    return
            time.sleep(0.1)
        raise SystemExit(f"{self.folder.name}: {(self.folder / 'output').read_text()[-2000:]}")


def cluster(folder: Path) -> tuple[ZooKeeper, list[Server]]:
    zookeeper = ZooKeeper(folder / "zookeeper")
    zookeeper.start()
    servers = [Server(folder / name, zookeeper) for name in ("first", "second")]
    for server in servers:
        server.start()
    for server in servers:
        server.wait_until(lambda node: node.ask("SELECT 1") == [["1"]])
        # ZooKeeper may still be starting.
        server.wait_until(lambda node: node.say(CREATE.encode()) == b"")
    return zookeeper, servers
