package io.bitchat.edge.diagnosis;

import io.bitchat.lan.address.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** What becomes of a TCP connection to a peer. */
public enum TcpAnswer {
    ANSWERS,
    /** The host says that nothing listens there, or a firewall says it for the host. */
    REFUSED,
    /** Nothing comes back. */
    SILENT,
    /** The host or the way to it is not there, or a firewall says so. */
    UNREACHABLE,
    /** There were too many peers to try. */
    NOT_TRIED;

    /** Opens a connection and closes it at once; blocks. */
    static TcpAnswer of(Endpoint address, int timeoutMillis) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host().toString(), address.port()), timeoutMillis);
            return ANSWERS;
        } catch (SocketTimeoutException _) {
            return SILENT;
        } catch (ConnectException _) {
            return REFUSED;
        } catch (IOException _) {
            return UNREACHABLE;
        }
    }
}
