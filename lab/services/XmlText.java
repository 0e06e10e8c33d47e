import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The text of each element by its name, and each attribute as {@code element@attribute}. */
final class XmlText {
    static void collect(byte[] body, List<Fields.Field> fields) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // One vulnerability is enough: no external entities.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            NodeList elements = builder.parse(new ByteArrayInputStream(body)).getElementsByTagName("*");
            for (int i = 0; i < elements.getLength(); i++) element((Element) elements.item(i), fields);
        } catch (Exception notXml) {
            // What is not XML has no text.
        }
    }

    private static void element(Element element, List<Fields.Field> fields) {
        StringBuilder own = new StringBuilder();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            boolean isText = child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE;
            if (isText) own.append(child.getNodeValue());
        }
        if (!own.toString().isBlank()) fields.add(new Fields.Field("xml", element.getTagName(), own.toString()));
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            String name = element.getTagName() + "@" + attribute.getNodeName();
            fields.add(new Fields.Field("xml", name, attribute.getNodeValue()));
        }
    }

    private XmlText() {}
}
