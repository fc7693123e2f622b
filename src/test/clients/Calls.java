import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import org.openapitools.client.ApiClient;
import org.openapitools.client.api.IngestApi;
import org.openapitools.client.api.ProductsApi;
import org.openapitools.client.model.ClaimGroupsRequest;
import org.openapitools.client.model.IngestIngestQueue;
import org.openapitools.client.model.ListMsIndexOfProducts200Response;
import org.openapitools.client.model.ProductsCalibratorTransits;
import org.openapitools.client.model.ProductsMsIndex;
import org.openapitools.client.model.ProductsPhotometry;

/** Calls a service by a client that was generated for Java, of any of its libraries: the address is the one argument. */
public class Calls {
    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        Method address = Arrays.stream(ApiClient.class.getMethods())
                .filter(each -> each.getName().equals("updateBaseUri") || each.getName().equals("setBasePath"))
                .min((a, b) -> b.getName().compareTo(a.getName())).orElseThrow();
        address.invoke(client, arguments[0]);
        ProductsApi products = new ProductsApi(client);
        IngestApi ingest = new IngestApi(client);

        String path = "/stage/a b/1;2%.ms";
        same(path, products.createMsIndexOfProducts(new ProductsMsIndex().path(path), null).getPath());
        same(path, products.getMsIndexOfProducts(path, null, null).getPath());
        same(60001.5, products.upsertMsIndexOfProducts(new ProductsMsIndex().path(path).midMjd(60001.5), null, null,
                null).getMidMjd());
        same(1, list(products, "mid_mjd__ge=60001.5", "path__startswith=/stage/a b/").getItems().size());
        same(0, list(products, "mid_mjd__lt=60001.5").getItems().size());

        products.createCalibratorTransitsOfProducts(new ProductsCalibratorTransits().calibratorName("3C/48")
                .transitMjd(60000.25).transitIso("2023-02-25T06:00:00").calculatedAt(1.0).updatedAt(2.0), null);
        same(2.0, products.getCalibratorTransitsOfProducts("3C/48", 60000.25, null, null).getUpdatedAt());

        products.createPhotometryOfProducts(new ProductsPhotometry().sourceId("J12+34").imagePath("/i.fits").raDeg(1.0)
                .decDeg(2.0).mjd(60002.5).fluxJy(0.5), null);
        same(0.5, products.getLightcurve("J12+34", null, null, null, null, null, null).getDataPoints().get(0).getFluxJy());
        products.getSource("J12+34");

        ingest.createIngestQueueOfIngest(new IngestIngestQueue().groupId("2026-02-11T15:58:07")
                .state(IngestIngestQueue.StateEnum.PENDING).receivedAt(1.0).lastUpdate(1.0), null);
        same("2026-02-11T15:58:07", ingest.claimGroups(new ClaimGroupsRequest().worker("w"), null).getClaims().get(0)
                .getGroupId());
        System.out.println("all as expected");
        System.exit(0);
    }

    /** Filters are the last of many parameters. */
    private static ListMsIndexOfProducts200Response list(ProductsApi products, String... filters) throws Exception {
        Method list = Arrays.stream(ProductsApi.class.getMethods())
                .filter(each -> each.getName().equals("listMsIndexOfProducts")
                        && List.class.equals(each.getParameterTypes()[each.getParameterCount() - 1]))
                .findFirst().orElseThrow();
        Object[] values = new Object[list.getParameterCount()];
        values[values.length - 1] = List.of(filters);
        return (ListMsIndexOfProducts200Response) list.invoke(products, values);
    }

    private static void same(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + " and not " + actual);
        }
    }
}
