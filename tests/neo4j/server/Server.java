import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** A Neo4j Community server for development and tests: its home is the one argument, its settings are in neo4j.conf there. */
public class Server {
    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(arguments[0]);
        var service = new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(home.resolve("neo4j.conf")).build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
